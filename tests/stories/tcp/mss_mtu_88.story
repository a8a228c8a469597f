# 88, the least, gives 48 and 36.
requirement: PMTU-03 PMTU-06
vector: V-11
interface: mtu=88
connection stamps: port=40001 local=80
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 48>
stamps < S 0 <mss 1460,nop,nop,ts 5 0>
stamps > S. 0 ack 1 <mss 48,ts 0 5>
< . 1 ack 1
accept
write 96
> . 1:49(48) ack 1
> P. 49:97(48) ack 1
stamps < . 1 ack 1 <nop,nop,ts 5 0>
stamps accept
stamps write 36
stamps > P. 1:37(36) ack 1
