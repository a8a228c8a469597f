# Active open: a SYN without data, success only when the peer has answered.
requirement: TCP-SETUP-04 TCP-STATES-01
vector: V-25
profile: win2003 nt4 win2000 modern
0.000 connect
> S 0
state SYN_SENT
no_event connected
0.050 < S. 0 ack 1 <mss 1460>
> . 1 ack 1
event connected
state ESTABLISHED
+300 nothing
