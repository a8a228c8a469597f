# Shift 0 says that the sender can scale, by factor 1: the other direction is scaled all the same.
requirement: TCP-WINDOW-15 TCP-WINDOW-18
0.000 listen 80 receive_buffer=262144
< S 0 <mss 1460,nop,wscale 0>
> S. 0 ack 1 win 65535 <mss 1460,wscale 3>
< . 1 ack 1 win 1000
accept
value snd_wnd=1000
1.000 < P. 1:101(100) ack 1
+0.200 > . 1 ack 101 win 32837
