# The updated NT4: three times, 45 s.
requirement: TCP-SETUP-10
vector: V-19
profile: nt4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
3.000 > S. 0 ack 1
9.000 > S. 0 ack 1
21.000 > S. 0 ack 1
44.990 state SYN_RECEIVED
45.010 state none
