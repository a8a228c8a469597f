# No more than ChallengeAcksPerSecond challenges a second.
rfc: 5961 7
parameter: ChallengeAcksPerSecond = 2
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < R 2
> . 1 ack 1
< R 2
> . 1 ack 1
< R 2
1.500 < S 1
3.000 < R 2
> . 1 ack 1
