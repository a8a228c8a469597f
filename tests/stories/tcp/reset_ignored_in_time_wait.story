# RST does not cut TIME_WAIT short.
rfc: 1337 4
requirement: TCP-TIMEWAIT-01
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 close
> F. 1 ack 1
1.010 < F. 1 ack 2
> . 2 ack 2
2.000 < R 2
state TIME_WAIT
