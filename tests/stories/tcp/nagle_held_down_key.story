# A key held down over a link with 144 ms round trip: segments of 3 or 4 characters, a third of the packets.
requirement: TCP-NAGLE-07 TCP-NAGLE-01 TCP-NAGLE-02
vector: V-17
profile: win2003 win2000 nt4
connection: address=199.181.164.4 port=23
0.000 connect from=1901
> S 0
0.144 < S. 0 ack 1 <mss 1460>
> . 1 ack 1
1.000 write 1
> P. 1:2(1) ack 1
1.040 write 1
1.080 write 1
1.120 write 1
1.144 < P. 1:2(1) ack 2
> P. 2:5(3) ack 2
1.160 write 1
1.200 write 1
1.240 write 1
1.280 write 1
1.289 < P. 2:5(3) ack 5
> P. 5:9(4) ack 5
1.320 write 1
1.360 write 1
1.400 write 1
1.433 < P. 5:9(4) ack 9
> P. 9:12(3) ack 9
