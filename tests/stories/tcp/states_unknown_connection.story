# A segment for a connection that does not exist, as after a restart, is answered by RST; an RST is not.
requirement: TCP-STATES-06
vector: V-25
profile: win2003 modern
connection: local=80
0.000 < P. 1:11(10) ack 500
> R 500
1.000 < F. 1 ack 600
> R 600
2.000 < R. 1 ack 1
< R 1
+1 nothing
