# modern: 32768 to 60999.
requirement: TCP-PORTS-01
profile: modern
0.000 connect
> S 0
local_port 32768..60999
