# A SYN to a port where nobody listens is answered by RST with ACK; a segment without ACK counts its length.
requirement: TCP-SETUP-06
vector: V-25
rfc: 9293 3.10.7.1
profile: win2003 modern
connection: local=81 isn=77
connection other: port=40001 local=82
0.000 < S 0 <mss 1460>
> R. 0 ack 1
other < P 1:11(10)
other > R. 0 ack 11
state none
