# 576 gives 536 and 524.
requirement: PMTU-03 TCP-TSOPT-07
vector: V-11
interface: mtu=576
connection stamps: port=40001 local=80
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 536>
stamps < S 0 <mss 1460,nop,nop,ts 5 0>
stamps > S. 0 ack 1 <mss 536,ts 0 5>
< . 1 ack 1
accept
write 1072
> . 1:537(536) ack 1
> P. 537:1073(536) ack 1
stamps < . 1 ack 1 <nop,nop,ts 5 0>
stamps accept
stamps write 1048
stamps > . 1:525(524) ack 1
stamps > P. 525:1049(524) ack 1
