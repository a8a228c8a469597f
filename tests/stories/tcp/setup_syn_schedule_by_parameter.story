# Both parameters act: first time-out 2 s, one repetition.
requirement: TCP-SETUP-07 TCP-SETUP-08
parameter: TcpInitialRtt = 2
parameter: TcpMaxConnectRetransmissions = 1
0.000 connect
> S 0
2.000 > S 0
6.000 event closed timed_out
