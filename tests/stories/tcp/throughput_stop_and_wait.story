# A window of one segment is stop and wait: one segment per round trip of 0.3 ms.
requirement: TCP-THROUGHPUT-05
vector: V-44
0.000 listen 80
< S 0 win 1460 <mss 1460>
> S. 0 ack 1
< . 1 ack 1 win 1460
accept
1.000000 write 4380
> . 1:1461(1460) ack 1
1.000300 < . 1 ack 1461 win 1460
> . 1461:2921(1460) ack 1
1.000600 < . 1 ack 2921 win 1460
> P. 2921:4381(1460) ack 1
1.000900 < . 1 ack 4381 win 1460
