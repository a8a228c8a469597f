# One small segment unacknowledged at a time; what comes meanwhile leaves together with the ACK.
requirement: TCP-NAGLE-01 TCP-NAGLE-02
profile: win2003 win2000 nt4 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.010 write 10
0.020 write 10
0.030 write 10
0.100 < . 1 ack 11
> P. 11:41(30) ack 1
