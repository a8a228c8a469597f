# FIN leaves after what was written, in the last segment of it.
requirement: TCP-STATES-02
rfc: 9293 3.10.4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 write 4000
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
close
state FIN_WAIT_1
1.050 < . 1 ack 2921
> FP. 2921:4001(1080) ack 1
1.100 < . 1 ack 4002
state FIN_WAIT_2
