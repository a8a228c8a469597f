# ACK 54857341 with block 54858789-54861685: 1448 bytes missing, 2896 received; the missing ones complete it.
requirement: TCP-SACK-07 TCP-SACK-04 TCP-SACK-05 TCP-SACK-08
vector: V-20
connection: address=10.77.0.7 port=1242 isn=54857340
0.000 listen 139
< S 0 <mss 1460,nop,nop,sackOK,nop,nop,ts 1823000 0>
> S. 0 ack 1
< . 1 ack 1 <nop,nop,ts 1823000 0>
accept
0.100 < . 1449:2897(1448) ack 1 <nop,nop,ts 1823192 0>
> . 1 ack 1 layout <nop,nop,ts 100 1823000,nop,nop,sack 1449:2897>
0.101 < . 2897:4345(1448) ack 1 <nop,nop,ts 1823192 0>
> . 1 ack 1 layout <nop,nop,ts 101 1823000,nop,nop,sack 1449:4345>
0.200 < . 1:1449(1448) ack 1 <nop,nop,ts 1823300 0>
> . 1 ack 4345 layout <nop,nop,ts 200 1823300>
read 4344
