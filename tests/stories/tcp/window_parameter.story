# TcpWindowSize beats the automatic value.
requirement: TCP-WINDOW-06 TCP-WINDOW-07 TCP-WINDOW-08
parameter: TcpWindowSize = 29200
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 win 29200
