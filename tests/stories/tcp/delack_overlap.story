# Of a segment that repeats old bytes only the new ones are used.
rfc: 9293 3.10.7.4
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < P. 1:101(100) ack 1
0.110 < P. 51:201(150) ack 1
> . 1 ack 201
read 200
