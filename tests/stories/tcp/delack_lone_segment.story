# A lone segment is acknowledged after 200 ms, the second of two at once.
requirement: TCP-DELACK-01 TCP-DELACK-02
profile: win2003 win2000 nt4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < P. 1:101(100) ack 1
+0.200 > . 1 ack 101
read 100
1.000 < . 101:1561(1460) ack 1
1.010 < P. 1561:3021(1460) ack 1
> . 1 ack 3021
read 2920
2.000 < . 3021:4481(1460) ack 1
+0.200 > . 1 ack 4481
read 1460
