# After an idle time longer than the RTO the window is the initial one again.
rfc: 5681 4.1
requirement: TCP-SLOWSTART-01
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 2920
> . 1:1461(1460) ack 1
> P. 1461:2921(1460) ack 1
0.000200 < . 1 ack 1461
0.000300 < . 1 ack 2921
value cwnd=4380
10.000 write 5840
> . 2921:4381(1460) ack 1
> . 4381:5841(1460) ack 1
value cwnd=2920
