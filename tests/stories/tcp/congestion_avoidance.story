# Above ssthresh one segment more for each window acknowledged.
requirement: TCP-SLOWSTART-04 TCP-SLOWSTART-05
rfc: 5681 3.1
parameter: InitialWindowSegments = 4
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.000200 < . 1 ack 11
0.100 write 43800
> . 11:1471(1460) ack 1
> . 1471:2931(1460) ack 1
> . 2931:4391(1460) ack 1
> . 4391:5851(1460) ack 1
0.600 > . 11:1471(1460) ack 1
value cwnd=1460 ssthresh=2920
0.610 < . 1 ack 5851
> . 5851:7311(1460) ack 1
> . 7311:8771(1460) ack 1
value cwnd=2920
0.620 < . 1 ack 7311
> . 8771:10231(1460) ack 1
value cwnd=2920
0.630 < . 1 ack 8771
> . 10231:11691(1460) ack 1
> . 11691:13151(1460) ack 1
value cwnd=4380
