# Five retransmissions, each interval twice the one before, the same number; then abort.
requirement: TCP-RTO-03 TCP-RTO-05 TCP-RTO-06 TCP-RTO-07 TCP-RTO-08
vector: V-18
profile: win2003 win2000 nt4
connection: address=10.77.0.138 isn=8153123
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1
< . 1 ack 1
accept
write 1460
> P. 1:1461(1460) ack 1
0.000200 < . 1 ack 1461
1.000 write 1460
> P. 1461:2921(1460) ack 1
+0.479..0.521 > P. 1461:2921(1460) ack 1
+0.979..1.001 > P. 1461:2921(1460) ack 1
+1.979..2.003 > P. 1461:2921(1460) ack 1
+3.979..4.007 > P. 1461:2921(1460) ack 1
+7.979..8.130 > P. 1461:2921(1460) ack 1
state ESTABLISHED
no_event closed
+15.900..16.300 event closed timed_out
state none
+100 nothing
