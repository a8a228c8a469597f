# Abnormal close: RST at once, no FIN, no TIME_WAIT; what was not sent is discarded.
requirement: TCP-STATES-03 SOCKETS-26
vector: V-25
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 write 20000 takes=20000
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
abort
> R 2921
state none
+300 nothing
