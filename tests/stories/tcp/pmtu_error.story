# Fragmentation needed: what is in flight and too large leaves again in smaller segments, no later one is larger.
requirement: PMTU-05
profile: win2003 modern
connection: address=192.0.2.7
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
0.100 write 1460
> P. 1:1461(1460) ack 1 df
0.110 icmp fragmentation_needed mtu=576 seq=1
> . 1:537(536) ack 1 df
> . 537:1073(536) ack 1 df
> P. 1073:1461(388) ack 1 df
value mss=536
0.250 < . 1 ack 1461
0.400 write 1000
> . 1461:1997(536) ack 1 df
> P. 1997:2461(464) ack 1 df
