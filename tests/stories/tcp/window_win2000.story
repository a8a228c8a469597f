# win2000 uses Ethernet's 17,520 at any speed.
requirement: TCP-WINDOW-10
profile: win2000
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 win 17520
