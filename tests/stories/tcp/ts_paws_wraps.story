# The timestamp clock of the peer may wrap.
rfc: 7323 5.2
0.000 listen 80
< S 0 <mss 1460,nop,nop,ts 0xFFFFFFF0 0>
> S. 0 ack 1
< . 1 ack 1 <nop,nop,ts 0xFFFFFFF5 0>
accept
0.100 < P. 1:11(10) ack 1 <nop,nop,ts 5 0>
+0.200 > . 1 ack 11 <ts * 5>
