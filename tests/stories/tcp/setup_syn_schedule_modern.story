# The current RFCs: one second at first, six repetitions, never more than 60 s apart.
requirement: TCP-SETUP-08
rfc: 6298 2
profile: modern
0.000 connect
> S 0
1.000 > S 0
3.000 > S 0
7.000 > S 0
15.000 > S 0
31.000 > S 0
63.000 > S 0
122.990 no_event closed
123.000 event closed timed_out
