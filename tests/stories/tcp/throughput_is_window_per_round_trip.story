# One window per round trip and no more: 2920 bytes every 100 ms.
requirement: TCP-THROUGHPUT-01 TCP-WINDOW-22
0.000 listen 80
< S 0 win 2920 <mss 1460>
> S. 0 ack 1
< . 1 ack 1 win 2920
accept
1.000 write 8760
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
1.100 < . 1 ack 2921 win 2920
> . 2921:4381(1460) ack 1
> . 4381:5841(1460) ack 1
1.200 < . 1 ack 5841 win 2920
> . 5841:7301(1460) ack 1
> P. 7301:8761(1460) ack 1
1.300 < . 1 ack 8761 win 2920
