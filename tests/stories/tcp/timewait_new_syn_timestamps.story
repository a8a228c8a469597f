# With timestamps a later TSval is enough, whatever the number.
rfc: 6191 2
requirement: TCP-TIMEWAIT-01
connection again: local=80
0.000 listen 80
< S 0 <mss 1460,nop,nop,sackOK,nop,nop,ts 1000 0>
> S. 0 ack 1 <mss 1460,sackOK,ts 0 1000>
< . 1 ack 1 <nop,nop,ts 1000 0>
accept
1.000 close
> F. 1 ack 1
1.010 < F. 1 ack 2 <nop,nop,ts 1010 0>
> . 2 ack 2
2.000 again < S -5000 <mss 1460,nop,nop,ts 1009 0>
again > . * ack 2
3.000 again < S -5000 <mss 1460,nop,nop,ts 3000 0>
again > S. 0 ack -4999 <mss 1460,ts * 3000>
