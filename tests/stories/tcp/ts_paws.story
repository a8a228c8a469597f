# A segment with an older timestamp is an old duplicate: dropped, acknowledged.
rfc: 7323 5.3
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460,nop,nop,sackOK,nop,nop,ts 1000 0>
> S. 0 ack 1 <mss 1460,sackOK,ts 0 1000>
< . 1 ack 1 <nop,nop,ts 1000 0>
accept
0.100 < P. 1:11(10) ack 1 <nop,nop,ts 2000 0>
+0.04..0.2 > . 1 ack 11 <ts * 2000>
1.000 < P. 11:21(10) ack 1 <nop,nop,ts 1999 0>
> . 1 ack 11 <ts * 2000>
readable 10
2.000 < P. 11:21(10) ack 1 <nop,nop,ts 2001 0>
+0.04..0.2 > . 1 ack 21 <ts * 2001>
