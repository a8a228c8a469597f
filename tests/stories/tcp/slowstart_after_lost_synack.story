# After a lost SYN-ACK the first window is one segment.
rfc: 5681 3.1
requirement: TCP-SLOWSTART-01
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
3.000 > S. 0 ack 1
3.100 < . 1 ack 1
accept
write 2920
> . 1:1461(1460) ack 1
3.200 < . 1 ack 1461
> P. 1461:2921(1460) ack 1
