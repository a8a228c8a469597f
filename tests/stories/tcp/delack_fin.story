# FIN is acknowledged at once.
rfc: 9293 3.10.7.4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < FP. 1:101(100) ack 1
> . 1 ack 102
event peer_finished
read 100
finished
