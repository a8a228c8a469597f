# In recovery each further duplicate lets a new segment leave.
requirement: TCP-FASTRX-04
rfc: 5681 3.2
parameter: InitialWindowSegments = 4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 20000
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
> . 2921:4381(1460) ack 1
> . 4381:5841(1460) ack 1
0.010 < . 1 ack 1
0.011 < . 1 ack 1
> . 1:1461(1460) ack 1
0.012 < . 1 ack 1
> . 5841:7301(1460) ack 1
0.020 < . 1 ack 5841
> . 7301:8761(1460) ack 1
