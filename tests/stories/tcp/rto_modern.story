# modern: 200 ms at least, 60 s at most, fifteen times.
requirement: TCP-RTO-03 TCP-RTO-05
rfc: 6298 5
profile: modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.000200 < . 1 ack 11
1.000 write 10
> P. 11:21(10) ack 1
+0.200 > P. 11:21(10) ack 1
+0.400 > P. 11:21(10) ack 1
+0.800 > P. 11:21(10) ack 1
+1.600 > P. 11:21(10) ack 1
+3.200 > P. 11:21(10) ack 1
+6.400 > P. 11:21(10) ack 1
+12.800 > P. 11:21(10) ack 1
+25.600 > P. 11:21(10) ack 1
+51.200 > P. 11:21(10) ack 1
+60 > P. 11:21(10) ack 1
+60 > P. 11:21(10) ack 1
+60 > P. 11:21(10) ack 1
+60 > P. 11:21(10) ack 1
+60 > P. 11:21(10) ack 1
+60 > P. 11:21(10) ack 1
+60 event closed timed_out
