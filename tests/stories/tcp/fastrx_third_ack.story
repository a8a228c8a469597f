# The third ACK of the same number, two duplicates, sends the missing segment at once; no return to slow start.
requirement: TCP-FASTRX-02 TCP-FASTRX-03 TCP-FASTRX-04
profile: win2003 win2000
parameter: InitialWindowSegments = 6
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 8760
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
> . 2921:4381(1460) ack 1
> . 4381:5841(1460) ack 1
> . 5841:7301(1460) ack 1
> P. 7301:8761(1460) ack 1
0.010 < . 1 ack 1461
value cwnd=10220
0.011 < . 1 ack 1461
0.012 < . 1 ack 1461
> . 1461:2921(1460) ack 1
value ssthresh=3650
0.013 < . 1 ack 1461
0.014 < . 1 ack 1461
0.020 < . 1 ack 8761
value ssthresh=3650 cwnd=2920..3650
+60 nothing
