# After shutdown(send) the peer may go on sending; its data are read and acknowledged.
requirement: TCP-STATES-02 SOCKETS-25
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 shutdown
> F. 1 ack 1
1.010 < . 1 ack 2
state FIN_WAIT_2
2.000 < . 1:1461(1460) ack 2
2.001 < P. 1461:2921(1460) ack 2
> . 2 ack 2921
read 2920
3.000 < F. 2921 ack 2
> . 2 ack 2922
finished
state TIME_WAIT
