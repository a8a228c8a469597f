# After a lost SYN the first window is one segment.
rfc: 5681 3.1
0.000 connect
> S 0
3.000 > S 0
3.500 < S. 0 ack 1 <mss 1460>
> . 1 ack 1
4.000 write 2920
> . 1:1461(1460) ack 1
