# Without the option nothing is ever sent.
requirement: TCP-KEEPALIVE-03
profile: win2003 win2000 nt4 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
100000 state ESTABLISHED
