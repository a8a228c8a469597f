# An ACK in SYN_RCVD that does not acknowledge our SYN is answered by RST; the handshake goes on.
requirement: TCP-STATES-06
rfc: 9293 3.10.7.4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
0.010 < . 1 ack 9
> R 9
state SYN_RECEIVED
0.020 < . 1 ack 1
accept
