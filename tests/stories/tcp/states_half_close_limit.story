# A half-closed connection whose program still reads has no limit; let go, it rests in FIN_WAIT_2 for 600 s.
requirement: TCP-STATES-10 SOCKETS-27
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 shutdown
> F. 1 ack 1
1.010 < . 1 ack 2
5000.000 < P. 1:11(10) ack 2
+0.200 > . 2 ack 11
read 10
6000.000 close
6599.900 state FIN_WAIT_2
6600.100 state none
