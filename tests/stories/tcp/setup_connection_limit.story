# TcpNumConnections limits the connections that are open at the same time.
requirement: TCP-SETUP-14
parameter: TcpNumConnections = 1
connection more: port=40001
0.000 connect
> S 0
more connect fails=too_many_connections
0.100 < R. 0 ack 1
event closed refused
more connect
more > S 0
