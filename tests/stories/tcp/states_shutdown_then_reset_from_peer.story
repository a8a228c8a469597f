# An old duplicate ACK after the end of the connection is answered by RST.
requirement: TCP-STATES-06
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < F. 1 ack 1
> . 1 ack 2
1.010 close
> F. 1 ack 2
1.020 < . 2 ack 2
state none
2.000 < . 2 ack 2
> R 2
