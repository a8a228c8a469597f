# TcpTimedWaitDelay = 30: the least.
requirement: TCP-TIMEWAIT-03 TCP-TIMEWAIT-01
vector: V-24
parameter: TcpTimedWaitDelay = 30
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 close
> F. 1 ack 1
1.010 < F. 1 ack 2
> . 2 ack 2
31.000 state TIME_WAIT
31.020 state none
