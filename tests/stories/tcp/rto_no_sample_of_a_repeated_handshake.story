# A SYN-ACK that was sent twice gives no sample: which one was answered is unknown.
requirement: TCP-RTO-04
rfc: 6298 3
profile: win2003
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
0.500 < S 0 <mss 1460>
> S. 0 ack 1
0.540 < . 1 ack 1
accept
1.000 write 10
> P. 1:11(10) ack 1
4.000 > P. 1:11(10) ack 1
