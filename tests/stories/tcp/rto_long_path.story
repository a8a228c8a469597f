# A path with long delay takes correspondingly longer to time out.
requirement: TCP-RTO-11
0.000 connect
> S 0
2.000 < S. 0 ack 1 <mss 1460>
> . 1 ack 1
3.000 write 10
> P. 1:11(10) ack 1
+6.000 > P. 1:11(10) ack 1
+12.000 > P. 1:11(10) ack 1
+24.000 > P. 1:11(10) ack 1
+48.000 > P. 1:11(10) ack 1
+96.000 > P. 1:11(10) ack 1
+192.000 event closed timed_out
