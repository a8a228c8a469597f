# Data in the SYN's successor but before the ACK is not lost: what came with the ACK of the handshake counts.
requirement: TCP-SETUP-05
rfc: 9293 3.10.7.4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
0.010 < P. 1:101(100) ack 1
accept
readable 100
+0.2 > . 1 ack 101
read 100
