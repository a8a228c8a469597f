# Of a segment that reaches over the right edge only what fits is taken.
requirement: TCP-WINDOW-01
rfc: 9293 3.10.7.4
profile: win2003 modern
0.000 listen 80 receive_buffer=2920
< S 0 <mss 1460>
> S. 0 ack 1 win 2920
< . 1 ack 1
accept
0.100 < . 1:1461(1460) ack 1
< P. 1461:2961(1500) ack 1
> . 1 ack 2921 win 0
readable 2920
read 2920
> . 1 ack 2921 win 2920
