# NT4 sends one SYN more: 0, 3, 9, 21 s, given up at 45 s.
requirement: TCP-SETUP-09
vector: V-19
profile: nt4
0.000 connect
> S 0
3.000 > S 0
9.000 > S 0
21.000 > S 0
45.000 event closed timed_out
