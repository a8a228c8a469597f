# A probe whose byte is taken opens the window.
requirement: TCP-SWS-03
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
+0.010 < . 1 ack 12 win 8760
> P. 12:1011(999) ack 1
