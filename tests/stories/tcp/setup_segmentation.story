# One write is cut into segments of the MSS, each with its own number; only the last carries PSH.
requirement: TCP-SETUP-17 SOCKETS-24 TCP-SETUP-03
profile: win2003 nt4 win2000
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 write 4000
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
0.150 < . 1 ack 2921
> P. 2921:4001(1080) ack 1
