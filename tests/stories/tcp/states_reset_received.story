# RST in ESTABLISHED: the connection is gone and the program hears why.
requirement: TCP-STATES-07
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
1.000 < R 1
event closed reset
state none
+10 nothing
