# DF is set towards other networks, and the discovery is on by default.
requirement: PMTU-04 PMTU-01
profile: win2003 win2000 nt4 modern
connection: address=192.0.2.7
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 df
< . 1 ack 1
accept
write 1460
> P. 1:1461(1460) ack 1 df
