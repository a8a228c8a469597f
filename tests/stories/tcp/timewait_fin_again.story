# The peer has not seen our last ACK: its FIN is acknowledged again and the rest begins anew.
requirement: TCP-TIMEWAIT-01
rfc: 9293 3.10.7.4
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
10.000 < F. 1 ack 2
> . 2 ack 2
61.100 state TIME_WAIT
