# InitialWindowSegments acts.
requirement: TCP-SLOWSTART-01
parameter: InitialWindowSegments = 1
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 2920
> . 1:1461(1460) ack 1
0.010 < . 1 ack 1461
> P. 1461:2921(1460) ack 1
