# A closed listener: its waiting connections are reset and further SYNs refused.
rfc: 9293 3.10.4
profile: win2003 modern
connection b: port=40001 local=80
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
1.000 unlisten 80
> R 1
state none
b < S 0 <mss 1460>
b > R. 0 ack 1
