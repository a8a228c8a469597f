# Who receives one answers at once with the current number; also one with a byte of garbage.
requirement: TCP-KEEPALIVE-02
vector: V-22
profile: win2003 win2000 nt4 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < P. 1:11(10) ack 1
+0.04..0.2 > . 1 ack 11
10.000 < . 10 ack 1
> . 1 ack 11
20.000 < . 10:11(1) ack 1 fill 0
> . 1 ack 11
readable 10
