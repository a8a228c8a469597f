# The right edge never moves by less than a segment.
requirement: TCP-SWS-02
profile: win2003 nt4 modern
0.000 listen 80 receive_buffer=8760
< S 0 <mss 1460>
> S. 0 ack 1 win 8760
< . 1 ack 1
accept
0.100 < . 1:1461(1460) ack 1
< . 1461:2921(1460) ack 1
> . 1 ack 2921 win 5840
< . 2921:4381(1460) ack 1
< . 4381:5841(1460) ack 1
> . 1 ack 5841 win 2920
< . 5841:7301(1460) ack 1
< . 7301:8761(1460) ack 1
> . 1 ack 8761 win 0
read 100
read 1000
+10 nothing
read 360
> . 1 ack 8761 win 1460
