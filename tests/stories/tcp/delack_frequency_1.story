# TcpAckFrequency = 1: every segment at once.
requirement: TCP-DELACK-05
parameter: TcpAckFrequency = 1
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < P. 1:101(100) ack 1
> . 1 ack 101
0.200 < P. 101:201(100) ack 1
> . 1 ack 201
