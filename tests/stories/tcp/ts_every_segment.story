# Agreed timestamps are in every segment; TSecr is that of the first segment which the last ACK acknowledged.
requirement: TCP-TSOPT-01 TCP-TSOPT-02 TCP-TSOPT-04
vector: V-21
profile: win2003 win2000 modern
0.000 listen 80
< S 0 <mss 1460,nop,nop,sackOK,nop,nop,ts 1000 0>
> S. 0 ack 1 <mss 1460,sackOK,ts 0 1000>
< . 1 ack 1 <nop,nop,ts 1000 0>
accept
0.100 < P. 1:11(10) ack 1 <nop,nop,ts 2525186 0>
0.101 < P. 11:21(10) ack 1 <nop,nop,ts 2525187 0>
> . 1 ack 21 layout <nop,nop,ts 101 2525186>
1.000 write 10
> P. 1:11(10) ack 21 layout <nop,nop,ts 1000 2525186>
