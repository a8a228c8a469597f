# A router that says MTU 0: the next plateau below.
requirement: PMTU-14
rfc: 1191 5
connection: address=192.0.2.7
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
0.100 write 1460
> P. 1:1461(1460) ack 1
0.110 icmp fragmentation_needed mtu=0 seq=1
> . 1:1453(1452) ack 1
> P. 1453:1461(8) ack 1
