# TcpDelAckTicks = 0: nothing waits.
requirement: TCP-DELACK-03
parameter: TcpDelAckTicks = 0
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < P. 1:101(100) ack 1
> . 1 ack 101
