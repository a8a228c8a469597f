# An answer ends the backed-off value: the next time-out is that of the estimate.
requirement: TCP-RTO-10
profile: win2003 nt4
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
5.000 < . 1 ack 21
6.000 write 10
> P. 21:31(10) ack 1
6.500 > P. 21:31(10) ack 1
