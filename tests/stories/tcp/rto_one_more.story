# TcpMaxDataRetransmissions one higher: about twice the time until abort.
requirement: TCP-RTO-05 TCP-RTO-09
parameter: TcpMaxDataRetransmissions = 6
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.000200 < . 1 ack 11
1.000 write 10
> P. 11:21(10) ack 1
1.500 > P. 11:21(10) ack 1
2.500 > P. 11:21(10) ack 1
4.500 > P. 11:21(10) ack 1
8.500 > P. 11:21(10) ack 1
16.500 > P. 11:21(10) ack 1
32.500 > P. 11:21(10) ack 1
64.500 event closed timed_out
