# A hole smaller than a segment: only the hole is sent again.
requirement: TCP-SACK-06
profile: win2003 win2000
0.000 listen 80 nodelay
< S 0 <mss 1460,nop,nop,sackOK>
> S. 0 ack 1
< . 1 ack 1
accept
write 10
> P. 1:11(10) ack 1
write 10
> P. 11:21(10) ack 1
write 10
> P. 21:31(10) ack 1
0.010 < . 1 ack 1 <nop,nop,sack 11:21>
0.011 < . 1 ack 1 <nop,nop,sack 11:31>
> . 1:11(10) ack 1
