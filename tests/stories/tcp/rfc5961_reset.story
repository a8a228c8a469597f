# RST inside the window but not at its left edge: a challenge. Outside: nothing. Exact: the end.
rfc: 5961 3.2
requirement: TCP-STATES-07
profile: win2003 modern nt4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < R 2
> . 1 ack 1
< R 9999999
state ESTABLISHED
2.000 < R 1
state none
event closed reset
