# If the SYN carried none, no segment carries any, whatever the peer sends later.
requirement: TCP-TSOPT-05
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < P. 1:11(10) ack 1 <nop,nop,ts 5 0>
+0.200 > . 1 ack 11 <>
