# Data for a program that is gone: RST.
requirement: TCP-STATES-05
rfc: 1122 4.2.2.13
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 close
> F. 1 ack 1
1.010 < . 1 ack 2
2.000 < P. 1:101(100) ack 2
> R 2
state none
