# Switching it off lets what waits leave at once.
requirement: TCP-NAGLE-04
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.010 write 10
0.020 set nodelay=on
> P. 11:21(10) ack 1
