# The same on a port where somebody listens: only a SYN opens.
requirement: TCP-STATES-06
rfc: 9293 3.10.7.2
0.000 listen 80
< . 1 ack 500
> R 500
< P 1:11(10)
+1 state none
