# A soft error does not.
rfc: 1122 4.2.3.9
0.000 connect
> S 0
1.000 icmp host_unreachable seq=0
3.000 > S 0
state SYN_SENT
