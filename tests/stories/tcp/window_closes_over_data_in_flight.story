# The window shrinks to nothing over data in flight: probes instead of segments.
rfc: 9293 3.8.6
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.000200 < . 1 ack 11
1.000 write 2920
> . 11:1471(1460) ack 1
> P. 1471:2931(1460) ack 1
1.100 < . 1 ack 1471 win 0
+0.500 > . 1471:1472(1) ack 1
+0.010 < . 1 ack 1471 win 8760
> P. 1471:2931(1460) ack 1
