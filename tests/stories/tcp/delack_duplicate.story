# A segment that brings nothing new is acknowledged at once.
rfc: 9293 3.10.7.4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < P. 1:101(100) ack 1
+0.200 > . 1 ack 101
1.000 < P. 1:101(100) ack 1
> . 1 ack 101
readable 100
