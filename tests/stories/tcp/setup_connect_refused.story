# RST in answer to the SYN: connection refused, at once.
requirement: TCP-SETUP-06 TCP-STATES-07
profile: win2003 modern
0.000 connect
> S 0
0.010 < R. 0 ack 1
event closed refused
state none
+100 nothing
