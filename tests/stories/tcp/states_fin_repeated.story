# A peer's FIN that is retransmitted in CLOSE_WAIT is acknowledged again.
rfc: 9293 3.10.7.4
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < F. 1 ack 1
> . 1 ack 2
1.500 < F. 1 ack 1
> . 1 ack 2
state CLOSE_WAIT
