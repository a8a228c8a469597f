# TCP_NODELAY: every write at once.
requirement: TCP-NAGLE-04
profile: win2003 modern
0.000 listen 80 nodelay
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
write 10
> P. 1:11(10) ack 1
write 10
> P. 11:21(10) ack 1
set nodelay=off
write 10
0.100 < . 1 ack 21
> P. 21:31(10) ack 1
