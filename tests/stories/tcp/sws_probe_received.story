# A probe of our closed window is answered at once and not taken.
requirement: TCP-SWS-03
rfc: 9293 3.8.6.1
profile: win2003 modern
0.000 listen 80 receive_buffer=2920
< S 0 <mss 1460>
> S. 0 ack 1 win 2920
< . 1 ack 1
accept
0.100 < . 1:1461(1460) ack 1
< . 1461:2921(1460) ack 1
> . 1 ack 2921 win 0
1.000 < . 2921:2922(1) ack 1
> . 1 ack 2921 win 0
readable 2920
