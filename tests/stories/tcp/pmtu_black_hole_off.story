# Black-hole detection is off by default: a lost full segment is sent again as it was, with DF, until the connection ends.
requirement: PMTU-09
profile: win2003 win2000 nt4
connection: address=192.0.2.7
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
write 10
> P. 1:11(10) ack 1
0.000200 < . 1 ack 11
1.000 write 1460
> P. 11:1471(1460) ack 1 df
1.500 > P. 11:1471(1460) ack 1 df
2.500 > P. 11:1471(1460) ack 1 df
4.500 > P. 11:1471(1460) ack 1 df
8.500 > P. 11:1471(1460) ack 1 df
16.500 > P. 11:1471(1460) ack 1 df
32.500 event closed timed_out
