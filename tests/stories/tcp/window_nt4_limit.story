# NT4 never shows more than 65,535 bytes, whatever the socket asks for.
requirement: TCP-WINDOW-05
profile: nt4
0.000 listen 80 receive_buffer=1000000
< S 0 <mss 1460,nop,wscale 7>
> S. 0 ack 1 win 64240 <mss 1460>
