# Both sides begin at once: SYN crosses SYN.
requirement: TCP-STATES-01
rfc: 9293 3.5
profile: win2003 modern
0.000 connect
> S 0
0.010 < S 0 <mss 1460>
> S. 0 ack 1
state SYN_RECEIVED
0.020 < S. 0 ack 1 <mss 1460>
event connected
state ESTABLISHED
0.030 write 10
> P. 1:11(10) ack 1
