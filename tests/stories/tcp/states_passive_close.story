# The other side: CLOSE_WAIT, in which data still flow, LAST_ACK, closed.
requirement: TCP-STATES-01 TCP-STATES-02 SOCKETS-25
vector: V-25
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < F. 1 ack 1
> . 1 ack 2
event peer_finished
state CLOSE_WAIT
finished
2.000 write 100
> P. 1:101(100) ack 2
2.010 < . 2 ack 101
3.000 shutdown
> F. 101 ack 2
state LAST_ACK
3.010 < . 2 ack 102
state none
event closed orderly
+300 nothing
