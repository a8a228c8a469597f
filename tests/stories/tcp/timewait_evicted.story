# When records run short the oldest leave early.
requirement: TCP-TIMEWAIT-06 TCP-SETUP-15
parameter: MaxFreeTcbs = 1
connection b: port=40001 local=80
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
b < S 0 <mss 1460>
b > S. 0 ack 1
b < . 1 ack 1
b accept
1.000 close
> F. 1 ack 1
1.010 < F. 1 ack 2
> . 2 ack 2
state TIME_WAIT
2.000 b close
b > F. 1 ack 1
2.010 b < F. 1 ack 2
b > . 2 ack 2
b state TIME_WAIT
state none
