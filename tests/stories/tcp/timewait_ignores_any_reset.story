# Not even a well-aimed RST cuts TIME_WAIT short, and none is answered.
rfc: 1337 4
requirement: TCP-TIMEWAIT-01
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 close
> F. 1 ack 1
1.010 < F. 1 ack 2
> . 2 ack 2
2.000 < R 1
< R 2
< R 5
+1 state TIME_WAIT
