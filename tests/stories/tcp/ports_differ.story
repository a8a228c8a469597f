# Two connections to one remote port have two local ports.
requirement: TCP-STATES-13 TCP-PORTS-06
profile: win2003 modern
connection b: port=40000
0.000 connect
> S 0
b connect
b > S 0
0.100 < R. 0 ack 1
event closed refused
b < S. 0 ack 1 <mss 1460>
b > . 1 ack 1
b event connected
