# Half of the largest window ever seen is worth a segment.
requirement: TCP-SWS-01
rfc: 9293 3.8.6.2.1
0.000 listen 80
< S 0 win 1000 <mss 1460>
> S. 0 ack 1
< . 1 ack 1 win 1000
accept
0.000 write 5000
> . 1:1001(1000) ack 1
0.100 < . 1 ack 1001 win 500
> . 1001:1501(500) ack 1
