# RST needs no timestamp.
rfc: 7323 5.2
0.000 listen 80
< S 0 <mss 1460,nop,nop,sackOK,nop,nop,ts 1000 0>
> S. 0 ack 1 <mss 1460,sackOK,ts 0 1000>
< . 1 ack 1 <nop,nop,ts 1000 0>
accept
0.100 < R 1
event closed reset
