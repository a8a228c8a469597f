# MinRto moves the least time-out.
requirement: TCP-RTO-08
parameter: MinRto = 100
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
+0.100 > P. 11:21(10) ack 1
