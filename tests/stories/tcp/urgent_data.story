# Urgent data are delivered in line.
rfc: 9293 3.8.5
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < PU. 1:11(10) ack 1 urg 5
+0.2 > . 1 ack 11
read 10
