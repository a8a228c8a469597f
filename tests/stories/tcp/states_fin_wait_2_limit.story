# A peer that never closes: FIN_WAIT_2 ends after 600 s.
requirement: TCP-STATES-10
vector: V-25
profile: win2003 nt4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 close
> F. 1 ack 1
1.010 < . 1 ack 2
601.000 state FIN_WAIT_2
601.020 state none
