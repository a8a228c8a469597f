# An answer returns the timer to two hours.
requirement: TCP-KEEPALIVE-06 TCP-KEEPALIVE-04
profile: win2003 modern
0.000 listen 80 keepalive
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
7200.000 > . 0 ack 1
7200.500 < . 1 ack 1
14400.500 > . 0 ack 1
14400.600 < . 1 ack 1
state ESTABLISHED
