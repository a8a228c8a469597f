# A program that goes away with data unread: RST, so that the peer knows.
requirement: TCP-STATES-05
rfc: 1122 4.2.2.13
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < P. 1:101(100) ack 1
+0.04..0.2 > . 1 ack 101
2.000 close
> R 1
state none
