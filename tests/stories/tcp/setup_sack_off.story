# SackOpts = 0: neither offered nor answered.
requirement: TCP-SACK-01
parameter: SackOpts = 0
profile: win2003 modern
connection in: port=40001 local=80
0.000 connect
> S 0 <mss 1460,...>
< S. 0 ack 1 <mss 1460>
> . 1 ack 1
in listen 80
in < S 0 <mss 1460,nop,nop,sackOK>
in > S. 0 ack 1 <mss 1460>
