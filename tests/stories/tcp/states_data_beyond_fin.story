# Nothing counts beyond the peer's FIN.
rfc: 9293 3.10.7.4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < F. 1 ack 1
> . 1 ack 2
2.000 < P. 2:12(10) ack 1
+1 readable 0
