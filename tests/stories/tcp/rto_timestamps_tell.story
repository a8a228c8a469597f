# With timestamps the echo tells which transmission was answered, so the sample counts.
requirement: TCP-TSOPT-01
rfc: 7323 4.1
profile: modern
0.000 listen 80
< S 0 <mss 1460,nop,nop,ts 1000 0>
> S. 0 ack 1 <mss 1460,ts 0 1000>
0.100 < . 1 ack 1 <nop,nop,ts 1100 0>
accept
value srtt=100 rttvar=50 rto=300
1.000 write 10
> P. 1:11(10) ack 1 <ts 1000 1100>
1.300 > P. 1:11(10) ack 1 <ts 1300 1100>
1.400 < . 1 ack 11 <nop,nop,ts 1200 1300>
value srtt=100 rttvar=37 rto=250
