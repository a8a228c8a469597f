# Idle for two hours: an ACK without data, one number below the current; repeated each second; five repeats, then abort.
requirement: TCP-KEEPALIVE-01 TCP-KEEPALIVE-04 TCP-KEEPALIVE-05 TCP-KEEPALIVE-06
vector: V-22
profile: win2003 win2000 nt4
0.000 listen 80 keepalive
< S 0 <mss 1460>
> S. 0 ack 1
1.000 < . 1 ack 1
accept
7201.000 > . 0 ack 1
7202.000 > . 0 ack 1
7203.000 > . 0 ack 1
7204.000 > . 0 ack 1
7205.000 > . 0 ack 1
7206.000 > . 0 ack 1
no_event closed
7207.000 event closed timed_out
state none
