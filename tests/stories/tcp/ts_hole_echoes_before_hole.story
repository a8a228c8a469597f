# With a hole the last TSval before it is echoed, until the hole is filled.
requirement: TCP-TSOPT-04
rfc: 7323 4.3
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460,nop,nop,ts 1000 0>
> S. 0 ack 1
< . 1 ack 1 <nop,nop,ts 1000 0>
accept
0.100 < . 1449:2897(1448) ack 1 <nop,nop,ts 1100 0>
> . 1 ack 1 <ts 100 1000>
0.200 < . 1:1449(1448) ack 1 <nop,nop,ts 1200 0>
> . 1 ack 2897 <ts 200 1200>
