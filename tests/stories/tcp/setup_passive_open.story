# The stack completes the handshake by itself; the connection then waits to be accepted.
requirement: TCP-SETUP-05 SOCKETS-10 TCP-STATES-01
vector: V-25
profile: win2003 nt4 win2000 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
state SYN_RECEIVED
accept none
0.020 < . 1 ack 1
state ESTABLISHED
accept
accept none
