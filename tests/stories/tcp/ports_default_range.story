# An automatic port lies between 1024 and 5000.
requirement: TCP-PORTS-01
profile: win2003 win2000 nt4
0.000 connect
> S 0
local_port 1024..5000
