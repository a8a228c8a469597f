# 1479 gives 1439 and 1427.
requirement: PMTU-03 TCP-TSOPT-07
vector: V-11
interface: mtu=1479
connection stamps: port=40001 local=80
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1439>
stamps < S 0 <mss 1460,nop,nop,ts 5 0>
stamps > S. 0 ack 1 <mss 1439,ts 0 5>
< . 1 ack 1
accept
write 1439
> P. 1:1440(1439) ack 1
stamps < . 1 ack 1 <nop,nop,ts 5 0>
stamps accept
stamps write 1427
stamps > P. 1:1428(1427) ack 1
