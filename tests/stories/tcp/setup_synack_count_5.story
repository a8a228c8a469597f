# The original NT4: five times, 189 s.
requirement: TCP-SETUP-10
vector: V-19
profile: nt4
parameter: TcpMaxConnectResponseRetransmissions = 5
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
3.000 > S. 0 ack 1
9.000 > S. 0 ack 1
21.000 > S. 0 ack 1
45.000 > S. 0 ack 1
93.000 > S. 0 ack 1
188.990 state SYN_RECEIVED
189.010 state none
