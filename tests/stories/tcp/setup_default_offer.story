# By default scaling is offered only on demand and timestamps not at all.
requirement: TCP-WINDOW-19 TCP-TSOPT-06 TCP-SACK-01 TCP-SETUP-12
profile: win2003
connection big: port=40001
0.000 connect
> S 0 <mss 1460,sackOK>
big connect receive_buffer=131072
big > S 0 layout <mss 1460,nop,wscale 2,nop,nop,sackOK>
