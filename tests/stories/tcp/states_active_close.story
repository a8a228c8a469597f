# The side that closes first: FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT, and nothing after 240 s.
requirement: TCP-STATES-01 TCP-STATES-02 TCP-STATES-08 TCP-STATES-09 TCP-TIMEWAIT-02
vector: V-25
profile: win2003 win2000 nt4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 close
> F. 1 ack 1
state FIN_WAIT_1
1.010 < . 1 ack 2
state FIN_WAIT_2
1.020 < F. 1 ack 2
> . 2 ack 2
state TIME_WAIT
241.010 state TIME_WAIT
241.030 state none
