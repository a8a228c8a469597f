# An error that quotes nothing in flight is not believed.
rfc: 5927 4.1
connection: address=192.0.2.7
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
0.100 write 1460
> P. 1:1461(1460) ack 1
0.110 icmp fragmentation_needed mtu=576 seq=100000
value mss=1460
