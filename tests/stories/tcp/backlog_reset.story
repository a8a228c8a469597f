# A full backlog: further SYNs are refused, until accept makes room.
requirement: SOCKETS-12 SOCKETS-11 SOCKETS-10
profile: win2003 win2000 nt4
connection b: port=40001 local=80
connection c: port=40002 local=80
0.000 listen 80 backlog=1
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
b < S 0 <mss 1460>
b > R. 0 ack 1
accept
c < S 0 <mss 1460>
c > S. 0 ack 1
c < . 1 ack 1
c accept
