# A SYN with a later number opens the pair again; one with an old number gets an ACK.
rfc: 1122 4.2.2.13
profile: win2003 modern
requirement: TCP-TIMEWAIT-01
connection again: local=80
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 close
> F. 1 ack 1
1.010 < F. 1 ack 2
> . 2 ack 2
2.000 < S 1 <mss 1460>
> . 2 ack 2
state TIME_WAIT
3.000 again < S 100000 <mss 1460>
again > S. 0 ack 100001
again < . 100001 ack 1
again accept
again state ESTABLISHED
