# Two holes: each is sent again, nothing between them.
requirement: TCP-SACK-06 TCP-FASTRX-06
rfc: 6675 5
profile: modern
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
< . 1 ack 1 <nop,nop,sack 4381:5841 1461:2921>
< . 1 ack 1 <nop,nop,sack 4381:7301 1461:2921>
> . 1:1461(1460) ack 1
< . 1 ack 1 <nop,nop,sack 4381:8761 1461:2921>
> . 2921:4381(1460) ack 1
0.200 < . 1 ack 8761
+60 nothing
