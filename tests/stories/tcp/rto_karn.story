# The ACK of a segment that was sent twice says nothing about the round trip.
requirement: TCP-RTO-02
rfc: 6298 3
profile: win2003 nt4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
0.100 < . 1 ack 1
accept
0.100 write 10
> P. 1:11(10) ack 1
0.200 < . 1 ack 11
value srtt=100
1.100 write 10
> P. 11:21(10) ack 1
1.600 > P. 11:21(10) ack 1
1.601 < . 1 ack 21
value srtt=100
