# SO_RCVBUF beats TcpWindowSize.
requirement: TCP-WINDOW-06 TCP-WINDOW-07
parameter: TcpWindowSize = 29200
0.000 listen 80 receive_buffer=14600
< S 0 <mss 1460>
> S. 0 ack 1 win 14600
