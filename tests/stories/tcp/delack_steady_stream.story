# A steady stream: one ACK for every second segment.
requirement: TCP-DELACK-02
profile: win2003 win2000 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < . 1:1461(1460) ack 1
0.101 < . 1461:2921(1460) ack 1
> . 1 ack 2921
0.102 < . 2921:4381(1460) ack 1
0.103 < . 4381:5841(1460) ack 1
> . 1 ack 5841
0.104 < . 5841:7301(1460) ack 1
0.105 < . 7301:8761(1460) ack 1
> . 1 ack 8761
+5 nothing
