# modern drops the SYN instead, so that the client tries again.
requirement: SOCKETS-12
profile: modern
connection b: port=40001 local=80
0.000 listen 80 backlog=1
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
b < S 0 <mss 1460>
1.000 accept
1.100 b < S 0 <mss 1460>
b > S. 0 ack 1
