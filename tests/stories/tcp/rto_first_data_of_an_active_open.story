# The round trip of the handshake counts: 1 s gives SRTT 1 s, RTTVAR 0.5 s, RTO 3 s.
requirement: TCP-RTO-02 TCP-RTO-01
rfc: 6298 2.2
profile: win2003 modern
0.000 connect
> S 0
0.900 < S. 0 ack 1 <mss 1460>
> . 1 ack 1
value srtt=900 rttvar=450 rto=2700
1.000 write 10
> P. 1:11(10) ack 1
+2.700 > P. 1:11(10) ack 1
