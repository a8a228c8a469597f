# NT4 on Ethernet: 8192 rounded up, 6 x 1460, whatever the speed.
requirement: TCP-WINDOW-04
vector: V-08
profile: nt4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 win 8760
