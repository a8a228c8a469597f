# Tcp1323Opts = 0: nothing is answered either.
requirement: TCP-WINDOW-20 TCP-TSOPT-06
parameter: Tcp1323Opts = 0
0.000 listen 80
< S 0 <mss 1460,nop,wscale 5,nop,nop,ts 9 0,nop,nop,sackOK>
> S. 0 ack 1 <mss 1460,sackOK>
