# Once agreed, data without the option are not from this peer.
rfc: 7323 3.2
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460,nop,nop,sackOK,nop,nop,ts 1000 0>
> S. 0 ack 1 <mss 1460,sackOK,ts 0 1000>
< . 1 ack 1 <nop,nop,ts 1000 0>
accept
0.100 < P. 1:11(10) ack 1
+1 readable 0
