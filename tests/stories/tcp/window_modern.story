# modern: 256 KiB per connection, scaled.
requirement: TCP-WINDOW-13 TCP-WINDOW-15
profile: modern
0.000 listen 80
< S 0 <mss 1460,nop,wscale 7>
> S. 0 ack 1 win 65535 <mss 1460,wscale 3>
< . 1 ack 1
accept
1.000 < P. 1:101(100) ack 1
+0.040 > . 1 ack 101 win 32837
