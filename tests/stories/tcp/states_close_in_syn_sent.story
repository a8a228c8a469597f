# A program that gives up while connecting: nothing is sent, and a late answer is refused.
rfc: 9293 3.10.4
profile: win2003 modern
0.000 connect
> S 0
0.100 close
state none
0.200 < S. 0 ack 1 <mss 1460>
> R 1
