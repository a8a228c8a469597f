# A SYN without MSS means 536.
rfc: 9293 3.7.1
profile: win2003 modern
0.000 listen 80
< S 0
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
write 1072
> . 1:537(536) ack 1
> P. 537:1073(536) ack 1
