# SACK-permitted in a segment without SYN agrees nothing, and Flue sends it with SYN only.
requirement: TCP-SACK-02
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1 <nop,nop,sackOK>
accept
0.100 < . 1461:2921(1460) ack 1 <nop,nop,sackOK>
> . 1 ack 1 <>
