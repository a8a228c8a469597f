# FIN crosses FIN: CLOSING.
requirement: TCP-STATES-01
rfc: 9293 3.6
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 close
> F. 1 ack 1
1.010 < F. 1 ack 1
> . 2 ack 2
state CLOSING
1.020 < . 2 ack 2
state TIME_WAIT
