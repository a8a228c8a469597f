# An ACK a little older than the last is harmless: the data with it are used.
rfc: 5961 5.2
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.010 < . 1 ack 11
1.000 < P. 1:11(10) ack 1
+0.04..0.2 > . 11 ack 11
readable 10
