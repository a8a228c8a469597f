# Whatever fills a part of the hole is acknowledged at once too.
rfc: 5681 4.2
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < . 2921:4381(1460) ack 1
> . 1 ack 1
0.110 < . 1:1461(1460) ack 1
> . 1 ack 1461
0.120 < . 1461:2921(1460) ack 1
> . 1 ack 4381
