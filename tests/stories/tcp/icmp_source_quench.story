# Source Quench about a segment in flight: back to one segment, then slow start.
requirement: ICMP-07
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 write 5840
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
icmp source_quench seq=1
value cwnd=1460
0.200 < . 1 ack 2921
> . 2921:4381(1460) ack 1
> P. 4381:5841(1460) ack 1
