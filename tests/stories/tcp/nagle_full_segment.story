# A full segment leaves at once, with or without something unacknowledged.
requirement: TCP-NAGLE-03
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.010 write 1460
> P. 11:1471(1460) ack 1
0.020 write 100
0.100 < . 1 ack 1471
> P. 1471:1571(100) ack 1
