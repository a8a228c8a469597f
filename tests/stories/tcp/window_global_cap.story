# GlobalMaxTcpWindowSize caps the automatic value, TcpWindowSize takes precedence over it.
requirement: TCP-WINDOW-12
parameter: GlobalMaxTcpWindowSize = 14600
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 win 14600
