# The interface's TcpWindowSize is not capped.
requirement: TCP-WINDOW-12
parameter: GlobalMaxTcpWindowSize = 14600
parameter: TcpWindowSize = 29200
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 win 29200
