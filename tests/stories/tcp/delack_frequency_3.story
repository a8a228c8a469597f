# TcpAckFrequency = 3: every third.
requirement: TCP-DELACK-05
parameter: TcpAckFrequency = 3
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < . 1:1461(1460) ack 1
0.101 < . 1461:2921(1460) ack 1
0.102 < . 2921:4381(1460) ack 1
> . 1 ack 4381
