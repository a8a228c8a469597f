# Window Scale in a segment without SYN is ignored, as is every other option that belongs to the SYN.
requirement: TCP-WINDOW-17
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < . 1 ack 1 win 100 <nop,wscale 7>
value snd_wnd=100
