# Rfc5961 = 0: an RST anywhere in the window ends the connection.
rfc: 9293 3.10.7.4
parameter: Rfc5961 = 0
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < R 2
event closed reset
