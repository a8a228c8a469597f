# A FIN is retransmitted like data.
requirement: TCP-STATES-08
rfc: 9293 3.8.1
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 write 10
> P. 1:11(10) ack 1
0.101 < . 1 ack 11
1.000 close
> F. 11 ack 1
+0.500 > F. 11 ack 1
+1.000 > F. 11 ack 1
state FIN_WAIT_1
+0.100 < . 1 ack 12
state FIN_WAIT_2
