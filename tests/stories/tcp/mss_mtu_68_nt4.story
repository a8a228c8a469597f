# NT4's least is 68: 28 bytes.
requirement: PMTU-07 PMTU-03
vector: V-11
profile: nt4
interface: mtu=68
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 28>
< . 1 ack 1
accept
write 28
> P. 1:29(28) ack 1
