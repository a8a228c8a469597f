# KeepAliveTime and KeepAliveInterval in ms.
requirement: TCP-KEEPALIVE-04 TCP-KEEPALIVE-05
parameter: KeepAliveTime = 10000
parameter: KeepAliveInterval = 2000
0.000 listen 80 keepalive
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
10.000 > . 0 ack 1
12.000 > . 0 ack 1
14.000 > . 0 ack 1
