# The same with SACK: a duplicate is one segment less in the network, not two. Half of what was in flight goes on.
requirement: TCP-FASTRX-04 TCP-FASTRX-06
rfc: 6582 3.2
profile: win2003 win2000
parameter: InitialWindowSegments = 4
0.000 listen 80
< S 0 <mss 1460,nop,nop,sackOK>
> S. 0 ack 1 <mss 1460,sackOK>
< . 1 ack 1
accept
0.000 write 30000
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
> . 2921:4381(1460) ack 1
> . 4381:5841(1460) ack 1
0.010 < . 1 ack 1 <nop,nop,sack 1461:2921>
> . 5841:7301(1460) ack 1
0.011 < . 1 ack 1 <nop,nop,sack 1461:4381>
> . 1:1461(1460) ack 1
0.012 < . 1 ack 1 <nop,nop,sack 1461:5841>
0.013 < . 1 ack 1 <nop,nop,sack 1461:7301>
> . 7301:8761(1460) ack 1
0.020 < . 1 ack 7301
> . 8761:10221(1460) ack 1
