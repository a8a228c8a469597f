# SRTT and RTTVAR follow the samples with 1/8 and 1/4.
requirement: TCP-RTO-02 TCP-RTO-11
rfc: 6298 2.3
profile: win2003 modern
0.000 connect
> S 0
0.400 < S. 0 ack 1 <mss 1460>
> . 1 ack 1
value srtt=400 rttvar=200 rto=1200
1.000 write 10
> P. 1:11(10) ack 1
1.600 < . 1 ack 11
value srtt=425 rttvar=200 rto=1225
2.000 write 10
> P. 11:21(10) ack 1
2.425 < . 1 ack 21
value srtt=425 rttvar=150 rto=1025
3.000 write 10
> P. 21:31(10) ack 1
+1.025 > P. 21:31(10) ack 1
