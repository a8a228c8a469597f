# A segment with a wrong checksum is as if it had never come.
requirement: TCP-SETUP-02
profile: win2003 modern
0.000 listen 80
< S 0 badsum <mss 1460>
+10 state none
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
20.000 < P. 1:101(100) ack 1 badsum
+5 readable 0
< P. 1:101(100) ack 1
+0.04..0.2 > . 1 ack 101
read 100
