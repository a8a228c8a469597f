# modern rests 60 s in TIME_WAIT.
requirement: TCP-TIMEWAIT-03
profile: modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 close
> F. 1 ack 1
1.010 < . 1 ack 2
1.020 < F. 1 ack 2
> . 2 ack 2
61.010 state TIME_WAIT
61.030 state none
