# A window in an older segment does not replace a newer one.
rfc: 9293 3.10.7.4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
0.100 < . 1461:2921(1460) ack 1 win 5000
> . 1 ack 1
value snd_wnd=5000
< . 1:1461(1460) ack 1 win 9000
> . 1 ack 2921
value snd_wnd=5000
