# An unanswered SYN is sent at 0, 3 and 9 s and given up at 21 s.
requirement: TCP-SETUP-07 TCP-SETUP-08 TCP-RTO-04
vector: V-19
profile: win2003 win2000
0.000 connect
> S 0
3.000 > S 0
9.000 > S 0
no_event closed
21.000 event closed timed_out
state none
+100 nothing
