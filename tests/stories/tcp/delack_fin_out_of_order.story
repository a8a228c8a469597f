# A FIN behind a hole counts only when the hole is filled.
rfc: 9293 3.10.7.4
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < F. 101 ack 1
> . 1 ack 1
no_event peer_finished
0.200 < P. 1:101(100) ack 1
> . 1 ack 102
