# RST ends FIN_WAIT_2 too.
requirement: TCP-STATES-07
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 shutdown
> F. 1 ack 1
1.010 < . 1 ack 2
1.020 < R 1
event closed reset
state none
