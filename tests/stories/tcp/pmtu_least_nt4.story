# NT4: 68.
requirement: PMTU-07
profile: nt4
connection: address=192.0.2.7
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
0.100 write 96
> P. 1:97(96) ack 1
0.110 icmp fragmentation_needed mtu=60 seq=1
> . 1:29(28) ack 1
> . 29:57(28) ack 1
> . 57:85(28) ack 1
> P. 85:97(12) ack 1
