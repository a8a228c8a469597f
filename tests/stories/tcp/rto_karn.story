# The ACK of a segment that was sent twice says nothing about the round trip.
requirement: TCP-RTO-02
rfc: 6298 3
profile: win2003 nt4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.100 < . 1 ack 11
value srtt=100
1.000 write 10
> P. 11:21(10) ack 1
1.500 > P. 11:21(10) ack 1
1.501 < . 1 ack 21
value srtt=100
