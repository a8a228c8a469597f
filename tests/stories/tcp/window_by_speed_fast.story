# Above 100 Mbit/s: 64 KB, that is 44 segments.
requirement: TCP-WINDOW-09 TCP-WINDOW-11
vector: V-08
interface: speed=1G
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 win 64240
