# With timestamps three blocks fit.
requirement: TCP-SACK-03 TCP-SACK-08
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460,nop,nop,sackOK,nop,nop,ts 1000 0>
> S. 0 ack 1 <mss 1460,sackOK,ts 0 1000>
< . 1 ack 1 <nop,nop,ts 1000 0>
accept
0.100 < . 1449:2897(1448) ack 1 <nop,nop,ts 1100 0>
> . 1 ack 1 layout <nop,nop,ts 100 1000,nop,nop,sack 1449:2897>
0.110 < . 4345:5793(1448) ack 1 <nop,nop,ts 1110 0>
> . 1 ack 1 layout <nop,nop,ts 110 1000,nop,nop,sack 4345:5793 1449:2897>
0.120 < . 7241:8689(1448) ack 1 <nop,nop,ts 1120 0>
> . 1 ack 1 layout <nop,nop,ts 120 1000,nop,nop,sack 7241:8689 4345:5793 1449:2897>
0.130 < . 10137:11585(1448) ack 1 <nop,nop,ts 1130 0>
> . 1 ack 1 layout <nop,nop,ts 130 1000,nop,nop,sack 10137:11585 7241:8689 4345:5793>
