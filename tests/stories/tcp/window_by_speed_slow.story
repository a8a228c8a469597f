# Below 1 Mbit/s: 8 KB, rounded up to whole segments.
requirement: TCP-WINDOW-09
vector: V-08
interface: speed=512K
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 win 8760
