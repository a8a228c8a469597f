# A closed window is probed, with growing intervals, for as long as the peer answers.
requirement: TCP-SWS-03
rfc: 9293 3.8.6.1
profile: win2003 nt4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.000200 < . 1 ack 11 win 0
0.100 write 1000
+0.500 > . 11:12(1) ack 1
+0.010 < . 1 ack 11 win 0
+0.990 > . 11:12(1) ack 1
+0.010 < . 1 ack 11 win 0
+1.990 > . 11:12(1) ack 1
+0.010 < . 1 ack 11 win 0
+3.990 > . 11:12(1) ack 1
+0.010 < . 1 ack 11 win 0
+7.990 > . 11:12(1) ack 1
+0.010 < . 1 ack 11 win 0
+15.990 > . 11:12(1) ack 1
+0.010 < . 1 ack 11 win 0
state ESTABLISHED
+1 < . 1 ack 11 win 8760
> P. 11:1011(1000) ack 1
