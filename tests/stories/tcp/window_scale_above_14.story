# A shift above 14 acts as 14.
rfc: 7323 2.3
requirement: TCP-WINDOW-13
0.000 listen 80
< S 0 <mss 1460,nop,wscale 15>
> S. 0 ack 1 <mss 1460,wscale 0>
< . 1 ack 1 win 3
accept
value snd_wnd=49152
