# With ten segments of initial window a whole write leaves at once.
requirement: TCP-SETUP-17 SOCKETS-24
profile: modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 write 4000
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
> P. 2921:4001(1080) ack 1
