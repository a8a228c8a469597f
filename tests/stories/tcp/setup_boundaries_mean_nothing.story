# Two segments of the peer are one stream: read as one, or in any other pieces.
requirement: TCP-SETUP-03 TCP-SETUP-01
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < P. 1:11(10) ack 1
0.110 < P. 11:31(20) ack 1
> . 1 ack 31
read 25
read 5
