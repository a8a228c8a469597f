# What was received beyond a hole is reported; the ACK stays at the hole; the newest block comes first.
requirement: TCP-SACK-03 TCP-SACK-04 TCP-SACK-05 TCP-SACK-08
profile: win2003 win2000 modern
0.000 listen 80
< S 0 <mss 1460,nop,nop,sackOK>
> S. 0 ack 1 <mss 1460,sackOK>
< . 1 ack 1
accept
0.100 < . 1461:2921(1460) ack 1
> . 1 ack 1 layout <nop,nop,sack 1461:2921>
0.110 < . 4381:5841(1460) ack 1
> . 1 ack 1 layout <nop,nop,sack 4381:5841 1461:2921>
0.120 < . 7301:8761(1460) ack 1
> . 1 ack 1 layout <nop,nop,sack 7301:8761 4381:5841 1461:2921>
0.130 < . 10221:11681(1460) ack 1
> . 1 ack 1 layout <nop,nop,sack 10221:11681 7301:8761 4381:5841 1461:2921>
0.140 < . 2921:4381(1460) ack 1
> . 1 ack 1 layout <nop,nop,sack 1461:5841 10221:11681 7301:8761>
0.150 < . 1:1461(1460) ack 1
> . 1 ack 5841 layout <nop,nop,sack 10221:11681 7301:8761>
0.160 < . 5841:7301(1460) ack 1
> . 1 ack 8761 <sack 10221:11681>
0.170 < . 8761:10221(1460) ack 1
> . 1 ack 11681 <>
