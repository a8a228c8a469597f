# LAST_ACK: the FIN again until it is acknowledged.
requirement: TCP-STATES-02
rfc: 9293 3.8.1
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 write 10
> P. 1:11(10) ack 1
0.101 < . 1 ack 11
1.000 < F. 1 ack 11
> . 11 ack 2
2.000 close
> F. 11 ack 2
+0.500 > F. 11 ack 2
+0.100 < . 2 ack 12
state none
