# The handshake is the first round trip: the first data of a passive open need not wait 3 s.
requirement: TCP-RTO-08
rfc: 6298 2.2
profile: win2003 win2000 nt4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
0.040 < . 1 ack 1
accept
value srtt=40
1.000 write 10
> P. 1:11(10) ack 1
1.500 > P. 1:11(10) ack 1
