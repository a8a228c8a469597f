# A hard ICMP error ends an attempt to connect, if it quotes our SYN.
rfc: 5927 5.2
0.000 connect
> S 0
1.000 icmp port_unreachable seq=77
state SYN_SENT
2.000 icmp port_unreachable seq=0
event closed unreachable
