# An ACK that waits rides on outgoing data, and no second one follows.
requirement: TCP-DELACK-02
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < P. 1:101(100) ack 1
0.150 write 50
> P. 1:51(50) ack 101
0.160 < . 101 ack 51
+5 nothing
