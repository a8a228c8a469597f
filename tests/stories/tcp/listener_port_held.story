# Another listener on the same port is refused.
requirement: SOCKETS-30
0.000 listen 80
listen 80 fails=address_in_use
