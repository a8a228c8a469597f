# Data in either direction put it off.
requirement: TCP-KEEPALIVE-04
0.000 listen 80 keepalive
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
5000.000 < P. 1:11(10) ack 1
5000.200 > . 1 ack 11
12200.000..12200.200 > . 0 ack 11
