# After a time-out: one segment, then slow start to half of what was in flight.
requirement: TCP-SLOWSTART-04 TCP-SLOWSTART-05
rfc: 5681 3.1
parameter: InitialWindowSegments = 8
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.000 write 10
> P. 1:11(10) ack 1
0.000200 < . 1 ack 11
1.000 write 11680
> . 11:1471(1460) ack 1
> . 1471:2931(1460) ack 1
> . 2931:4391(1460) ack 1
> . 4391:5851(1460) ack 1
> . 5851:7311(1460) ack 1
> . 7311:8771(1460) ack 1
> . 8771:10231(1460) ack 1
> P. 10231:11691(1460) ack 1
1.500 > . 11:1471(1460) ack 1
value cwnd=1460 ssthresh=5840
1.510 < . 1 ack 1471
> . 1471:2931(1460) ack 1
> . 2931:4391(1460) ack 1
value cwnd=2920
1.520 < . 1 ack 2931
> . 4391:5851(1460) ack 1
> . 5851:7311(1460) ack 1
value cwnd=4380
