# After the handshake not even a hard error ends the connection.
rfc: 5927 5.2
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 write 100
> P. 1:101(100) ack 1
1.001 icmp port_unreachable seq=1
1.002 icmp protocol_unreachable seq=1
state ESTABLISHED
1.010 < . 1 ack 101
