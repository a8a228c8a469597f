# An ACK that changes the window, or carries data, is no duplicate.
rfc: 5681 2
parameter: InitialWindowSegments = 4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 5840
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
> . 2921:4381(1460) ack 1
> P. 4381:5841(1460) ack 1
0.010 < . 1 ack 1 win 60000
0.011 < . 1 ack 1 win 50000
0.012 < P. 1:11(10) ack 1 win 50000
0.013 < P. 11:21(10) ack 1 win 50000
> . 5841 ack 21
