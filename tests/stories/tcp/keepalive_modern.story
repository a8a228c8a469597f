# modern: 75 s apart, nine times.
requirement: TCP-KEEPALIVE-05 TCP-KEEPALIVE-06
profile: modern
0.000 listen 80 keepalive
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
7200 > . 0 ack 1
7275 > . 0 ack 1
7350 > . 0 ack 1
7425 > . 0 ack 1
7500 > . 0 ack 1
7575 > . 0 ack 1
7650 > . 0 ack 1
7725 > . 0 ack 1
7800 > . 0 ack 1
7875 > . 0 ack 1
7950 event closed timed_out
