# Numbers wrap: data across 2^32 in both directions of the peer's numbers.
rfc: 9293 3.4
profile: win2003 modern
connection: isn=0xFFFFFFF0
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < P. 1:101(100) ack 1
+0.04..0.2 > . 1 ack 101
read 100
1.000 < . 201:301(100) ack 1
> . 1 ack 101
1.100 < . 101:201(100) ack 1
> . 1 ack 301
read 200
