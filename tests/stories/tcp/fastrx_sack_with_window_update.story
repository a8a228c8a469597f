# Fresh SACK blocks make a duplicate although the peer opens its window with every ACK.
requirement: TCP-FASTRX-02 TCP-FASTRX-06
parameter: InitialWindowSegments = 4
0.000 listen 80
< S 0 win 20000 <mss 1460,nop,nop,sackOK>
> S. 0 ack 1 <mss 1460,sackOK>
< . 1 ack 1 win 20000
accept
0.000 write 5840
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
> . 2921:4381(1460) ack 1
> P. 4381:5841(1460) ack 1
0.010 < . 1 ack 1 win 21000 <nop,nop,sack 1461:2921>
0.011 < . 1 ack 1 win 22000 <nop,nop,sack 1461:4381>
> . 1:1461(1460) ack 1
