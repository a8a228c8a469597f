# Tcp1323Opts = 2: timestamps without scaling.
requirement: TCP-TSOPT-06
parameter: Tcp1323Opts = 2
0.000 connect receive_buffer=131072
> S 0 win 65160 <mss 1460,ts 0 0,sackOK>
