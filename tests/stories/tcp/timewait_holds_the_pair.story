# While the pair rests no connection with the same five values can be opened; afterwards it can.
requirement: TCP-TIMEWAIT-04 TCP-TIMEWAIT-01 TCP-TIMEWAIT-02
vector: V-24
connection again: port=40000
0.000 connect from=2000
> S 0
0.010 < S. 0 ack 1 <mss 1460>
> . 1 ack 1
1.000 close
> F. 1 ack 1
1.010 < F. 1 ack 2
> . 2 ack 2
100.000 again connect from=2000 reuse fails=pair_in_use
240.000 again connect from=2000 reuse fails=pair_in_use
242.000 again connect from=2000
again > S 0
