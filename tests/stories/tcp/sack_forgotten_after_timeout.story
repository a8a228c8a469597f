# After a time-out everything may be sent again: the peer may have thrown away what it reported.
rfc: 2018 8
profile: modern
parameter: InitialWindowSegments = 3
0.000 listen 80
< S 0 <mss 1460,nop,nop,sackOK>
> S. 0 ack 1 <mss 1460,sackOK>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.001 < . 1 ack 11
0.100 write 4380
> . 11:1471(1460) ack 1
> . 1471:2931(1460) ack 1
> P. 2931:4391(1460) ack 1
0.101 < . 1 ack 11 <nop,nop,sack 2931:4391>
0.300 > . 11:1471(1460) ack 1
0.310 < . 1 ack 1471
> . 1471:2931(1460) ack 1
> P. 2931:4391(1460) ack 1
