# The same five values cannot exist twice; another remote port is another connection.
requirement: TCP-STATES-13 SOCKETS-32
connection again: port=40000
connection other: port=40001
0.000 connect from=2000
> S 0
again connect from=2000 reuse fails=pair_in_use
other connect from=2000 reuse
other > S 0
