# A peer that opens with window 0: nothing leaves until it opens, but probes.
requirement: TCP-SWS-03
profile: win2003
0.000 listen 80
< S 0 win 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1 win 0
accept
0.100 write 10
+0.500 > . 1:2(1) ack 1
+0.010 < . 1 ack 1 win 8760
> P. 1:11(10) ack 1
