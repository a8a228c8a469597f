# TcpMaxConnectResponseRetransmissions = 0: cleaned up after 3 s.
requirement: TCP-SETUP-10
vector: V-19
parameter: TcpMaxConnectResponseRetransmissions = 0
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
2.990 state SYN_RECEIVED
3.010 state none
+100 nothing
