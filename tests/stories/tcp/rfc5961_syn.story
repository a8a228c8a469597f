# A SYN in a synchronised state gets a challenge, whatever its number.
rfc: 5961 4.2
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < S 1
> . 1 ack 1
< S 500000
> . 1 ack 1
< S. 0 ack 1
> . 1 ack 1
state ESTABLISHED
