# Less than a segment of room in a large window: the sender waits, and sends after 200 ms all the same.
requirement: TCP-SWS-01
rfc: 1122 4.2.3.4
0.000 listen 80
< S 0 win 8760 <mss 1460>
> S. 0 ack 1
< . 1 ack 1 win 8760
accept
0.000 write 10
> P. 1:11(10) ack 1
0.001 < . 1 ack 11 win 8760
0.100 write 5000
> . 11:1471(1460) ack 1
> . 1471:2931(1460) ack 1
0.200 < . 1 ack 2931 win 1000
+0.200 > . 2931:3931(1000) ack 1
