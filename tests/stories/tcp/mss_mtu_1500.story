# MTU to MSS: 1500 gives 1460, and 1448 bytes a segment with timestamps.
requirement: PMTU-03 TCP-TSOPT-07
vector: V-11
0.000 listen 80
< S 0 <mss 9000,nop,nop,ts 5 0>
> S. 0 ack 1 <mss 1460,ts 0 5>
< . 1 ack 1 <nop,nop,ts 5 0>
accept
0.000 write 2896
> . 1:1449(1448) ack 1 layout <nop,nop,ts 0 5>
> P. 1449:2897(1448) ack 1 layout <nop,nop,ts 0 5>
