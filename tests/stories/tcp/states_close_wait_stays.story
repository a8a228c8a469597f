# A program that does not close leaves the connection in CLOSE_WAIT; the stack shows it and does not repair it.
requirement: SOCKETS-27
vector: V-25
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < F. 1 ack 1
> . 1 ack 2
3600 state CLOSE_WAIT
