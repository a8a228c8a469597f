# 10 and 100 Mbit/s Ethernet: 17,520 bytes, 12 segments.
requirement: TCP-WINDOW-09 TCP-WINDOW-10 TCP-WINDOW-03
vector: V-08
interface: speed=100M
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 win 17520
