# No more than the window is outstanding; the window slides with the first ACK; the retry timer sends the first again.
requirement: TCP-WINDOW-01 TCP-WINDOW-02 TCP-WINDOW-22
parameter: InitialWindowSegments = 10
0.000 listen 80
< S 0 win 4380 <mss 1460>
> S. 0 ack 1
< . 1 ack 1 win 4380
accept
0.100 write 20000
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
> . 2921:4381(1460) ack 1
0.200 < . 1 ack 1461 win 4380
> . 4381:5841(1460) ack 1
0.300 < . 1 ack 5841 win 4380
> . 5841:7301(1460) ack 1
> . 7301:8761(1460) ack 1
> . 8761:10221(1460) ack 1
+0.4..0.6 > . 5841:7301(1460) ack 1
