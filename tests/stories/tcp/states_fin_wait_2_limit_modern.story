# The same limit by the modern profile: 60 s.
requirement: TCP-STATES-10
profile: modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 close
> F. 1 ack 1
1.010 < . 1 ack 2
61.000 state FIN_WAIT_2
61.020 state none
