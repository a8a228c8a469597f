# The rounding goes by the MSS of the connection: 31 x 536.
requirement: TCP-WINDOW-03 TCP-WINDOW-10
vector: V-08
interface: speed=100M
0.000 listen 80
< S 0 <mss 536>
> S. 0 ack 1 win 16616
