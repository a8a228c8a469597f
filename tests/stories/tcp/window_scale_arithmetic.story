# 0x7FFF with shift 5 means 1,048,544 bytes.
requirement: TCP-WINDOW-21 TCP-WINDOW-14 TCP-WINDOW-15 TCP-WINDOW-16
vector: V-09
0.000 listen 80
< S 0 win 0x7FFF <mss 1460,nop,wscale 5>
> S. 0 ack 1 <mss 1460,wscale 0>
< . 1 ack 1 win 0x7FFF
accept
value snd_wnd=1048544
