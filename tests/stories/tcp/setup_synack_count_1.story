# TcpMaxConnectResponseRetransmissions = 1: cleaned up after 9 s.
requirement: TCP-SETUP-10
vector: V-19
parameter: TcpMaxConnectResponseRetransmissions = 1
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
3.000 > S. 0 ack 1
8.990 state SYN_RECEIVED
9.010 state none
+100 nothing
