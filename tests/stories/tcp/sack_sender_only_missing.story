# Only the missing range is sent again, not what was reported as received.
requirement: TCP-SACK-06 TCP-FASTRX-06
profile: win2003 win2000
parameter: InitialWindowSegments = 6
0.000 listen 80
< S 0 <mss 1460,nop,nop,sackOK>
> S. 0 ack 1 <mss 1460,sackOK>
< . 1 ack 1
accept
0.000 write 8760
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
> . 2921:4381(1460) ack 1
> . 4381:5841(1460) ack 1
> . 5841:7301(1460) ack 1
> P. 7301:8761(1460) ack 1
0.100 < . 1 ack 1 <nop,nop,sack 1461:2921>
0.101 < . 1 ack 1 <nop,nop,sack 1461:4381>
> . 1:1461(1460) ack 1
0.102 < . 1 ack 1 <nop,nop,sack 1461:8761>
0.200 < . 1 ack 8761
+60 nothing
