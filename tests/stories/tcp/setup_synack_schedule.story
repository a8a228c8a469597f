# An unanswered SYN-ACK is sent again after 3 and 9 s; the half-open connection is cleaned up 21 s after the SYN.
requirement: TCP-SETUP-10 TCP-STATES-11
vector: V-19
profile: win2003 win2000
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
3.000 > S. 0 ack 1
9.000 > S. 0 ack 1
20.990 state SYN_RECEIVED
21.010 state none
+100 nothing
