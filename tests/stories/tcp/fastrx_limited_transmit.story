# modern: the first two duplicates each let one new segment leave.
rfc: 3042 2
profile: modern
parameter: InitialWindowSegments = 3
0.000 listen 80
< S 0 <mss 1460,nop,nop,sackOK>
> S. 0 ack 1 <mss 1460,sackOK>
< . 1 ack 1
accept
0.000 write 14600
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
> . 2921:4381(1460) ack 1
0.010 < . 1 ack 1 <nop,nop,sack 1461:2921>
> . 4381:5841(1460) ack 1
0.011 < . 1 ack 1 <nop,nop,sack 1461:4381>
> . 5841:7301(1460) ack 1
0.012 < . 1 ack 1 <nop,nop,sack 1461:5841>
> . 1:1461(1460) ack 1
