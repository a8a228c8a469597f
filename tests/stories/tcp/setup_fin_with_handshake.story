# Data and FIN in one segment with the ACK of the handshake: established, then CLOSE_WAIT.
rfc: 9293 3.10.7.4
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
< FP. 1:11(10) ack 1
> . 1 ack 12
state CLOSE_WAIT
accept
read 10
finished
