# TcpMaxDupAcks = 1: the first duplicate is enough.
requirement: TCP-FASTRX-03
parameter: TcpMaxDupAcks = 1
parameter: InitialWindowSegments = 4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 5840
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
> . 2921:4381(1460) ack 1
> P. 4381:5841(1460) ack 1
0.010 < . 1 ack 1
> . 1:1461(1460) ack 1
