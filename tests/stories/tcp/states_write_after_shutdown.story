# Nothing can be written behind the FIN.
requirement: SOCKETS-25
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 shutdown
> F. 1 ack 1
write 10 takes=0
