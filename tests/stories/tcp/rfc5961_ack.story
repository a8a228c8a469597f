# An ACK of what was never sent, and one older than the largest window, get a challenge and are not used.
rfc: 5961 5.2
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < P. 1:11(10) ack 2
> . 1 ack 1
< P. 1:11(10) ack -100000
> . 1 ack 1
readable 0
< P. 1:11(10) ack 1
readable 10
+0.04..0.2 > . 1 ack 11
