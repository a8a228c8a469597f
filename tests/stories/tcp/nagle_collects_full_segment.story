# Small writes that add up to a full segment leave when it is full.
requirement: TCP-NAGLE-02 TCP-NAGLE-03 TCP-SETUP-03
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.010 write 1000
0.020 write 1000
> . 11:1471(1460) ack 1
0.100 < . 1 ack 1471
> P. 1471:2011(540) ack 1
