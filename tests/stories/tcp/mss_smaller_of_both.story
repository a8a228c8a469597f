# The smaller MSS is used in both directions of the agreement.
requirement: PMTU-02
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1000>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
write 2000
> . 1:1001(1000) ack 1
> P. 1001:2001(1000) ack 1
