# Corked, only full segments leave; uncorked, the rest does.
requirement: TCP-NAGLE-03
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 set cork=on
write 100
write 2000
> . 1:1461(1460) ack 1
0.100 < . 1 ack 1461
0.110 set cork=off
> P. 1461:2101(640) ack 1
