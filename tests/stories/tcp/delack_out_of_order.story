# Out-of-order data are acknowledged at once, and so is what fills the hole.
requirement: TCP-DELACK-06 TCP-FASTRX-01
profile: win2003 win2000 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < . 1461:2921(1460) ack 1
> . 1 ack 1
0.101 < . 2921:4381(1460) ack 1
> . 1 ack 1
0.102 < . 4381:5841(1460) ack 1
> . 1 ack 1
readable 0
0.110 < . 1:1461(1460) ack 1
> . 1 ack 5841
read 5840
