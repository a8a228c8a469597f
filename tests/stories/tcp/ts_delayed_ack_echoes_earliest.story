# A delayed ACK echoes the TSval of the first segment that it acknowledges.
requirement: TCP-TSOPT-04
rfc: 7323 4.3
0.000 listen 80
< S 0 <mss 1460,nop,nop,sackOK,nop,nop,ts 1000 0>
> S. 0 ack 1 <mss 1460,sackOK,ts 0 1000>
< . 1 ack 1 <nop,nop,ts 1000 0>
accept
0.100 < . 1:1449(1448) ack 1 <nop,nop,ts 1100 0>
0.150 < . 1449:2897(1448) ack 1 <nop,nop,ts 1150 0>
> . 1 ack 2897 <ts 150 1100>
