# Data beyond the window are not taken: what fits is, the rest is not acknowledged.
requirement: TCP-WINDOW-01 TCP-WINDOW-02
0.000 listen 80 receive_buffer=2920
< S 0 <mss 1460>
> S. 0 ack 1 win 2920
< . 1 ack 1
accept
0.100 < . 1:1461(1460) ack 1
< . 1461:2921(1460) ack 1
> . 1 ack 2921 win 0
< P. 2921:4381(1460) ack 1
> . 1 ack 2921 win 0
readable 2920
read 2920
> . 1 ack 2921 win 2920
< P. 2921:4381(1460) ack 1
+0.200 > . 1 ack 4381 win 1460
