# NT4, MSS 536: 16 x 536.
requirement: TCP-WINDOW-04
vector: V-08
profile: nt4
0.000 listen 80
< S 0 <mss 536>
> S. 0 ack 1 win 8576
