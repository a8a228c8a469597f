# Probes that nobody answers end the connection like retransmissions.
requirement: TCP-SWS-03 TCP-RTO-06
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.000200 < . 1 ack 11 win 0
0.100 write 1000
0.600 > . 11:12(1) ack 1
1.600 > . 11:12(1) ack 1
3.600 > . 11:12(1) ack 1
7.600 > . 11:12(1) ack 1
15.600 > . 11:12(1) ack 1
31.600 event closed timed_out
