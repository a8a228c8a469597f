# NT4 leaves the offers unanswered.
requirement: TCP-WINDOW-05 TCP-SACK-01 TCP-TSOPT-01
profile: nt4
0.000 listen 80
< S 0 <mss 1460,nop,wscale 5,nop,nop,ts 9 0,nop,nop,sackOK>
> S. 0 ack 1 <mss 1460>
