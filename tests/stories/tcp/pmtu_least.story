# However small the report, the path MTU never falls below 88.
requirement: PMTU-06
connection: address=192.0.2.7
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
0.100 write 96
> P. 1:97(96) ack 1
0.110 icmp fragmentation_needed mtu=60 seq=1
> . 1:49(48) ack 1
> P. 49:97(48) ack 1
