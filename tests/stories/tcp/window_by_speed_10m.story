# The same at 10 Mbit/s, and for a connection of our own.
requirement: TCP-WINDOW-10
vector: V-08
interface: speed=10M
0.000 connect
> S 0 win 17520
