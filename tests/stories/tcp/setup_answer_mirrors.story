# The SYN-ACK carries Window Scale and Timestamps only if the SYN did.
requirement: TCP-SETUP-13 TCP-WINDOW-17 TCP-WINDOW-20 TCP-TSOPT-05 TCP-TSOPT-06
profile: win2003 win2000 modern
connection plain: port=40001 local=80
connection scale: port=40002 local=80
connection stamp: port=40003 local=80
connection sack: port=40004 local=80
connection every: port=40005 local=80
0.000 listen 80 backlog=10
plain < S 0 <mss 1460>
plain > S. 0 ack 1 <mss 1460>
scale < S 0 <mss 1460,nop,wscale 3>
scale > S. 0 ack 1 <mss 1460,wscale *>
stamp < S 0 <mss 1460,nop,nop,ts 77 0>
stamp > S. 0 ack 1 <mss 1460,ts * 77>
sack < S 0 <mss 1460,nop,nop,sackOK>
sack > S. 0 ack 1 <mss 1460,sackOK>
every < S 0 <mss 1460,nop,wscale 3,nop,nop,ts 78 0,nop,nop,sackOK>
every > S. 0 ack 1 layout <mss 1460,nop,wscale *,nop,nop,ts * 78,nop,nop,sackOK>
