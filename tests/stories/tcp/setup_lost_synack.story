# The same SYN again means that the SYN-ACK was lost: it is sent again, with the same number.
requirement: TCP-SETUP-05
rfc: 9293 3.10.7.4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
1.000 < S 0 <mss 1460>
> S. 0 ack 1
1.100 < . 1 ack 1
accept
