# A half-closed connection may rest in FIN_WAIT_2 for 600 s; whatever the peer sends begins them anew.
requirement: TCP-STATES-10 SOCKETS-27
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 shutdown
> F. 1 ack 1
1.010 < . 1 ack 2
500.000 < P. 1:11(10) ack 2
+0.200 > . 2 ack 11
read 10
1099.900 state FIN_WAIT_2
1100.000 event closed fin_wait_limit
state none
