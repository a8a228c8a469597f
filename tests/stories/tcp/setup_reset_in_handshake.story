# RST in SYN_RCVD: the half-open connection vanishes and the listener goes on.
requirement: TCP-STATES-07
rfc: 9293 3.10.7.4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
0.010 < R 1
state none
accept none
1.000 < S 0 <mss 1460>
> S. *(0) ack 1
