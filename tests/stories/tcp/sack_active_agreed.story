# Offered and answered: what arrived beyond the hole is reported.
requirement: TCP-SACK-01 TCP-SACK-02
profile: win2003 win2000
0.000 connect
> S 0 <sackOK,...>
< S. 0 ack 1 <mss 1460,nop,nop,sackOK>
> . 1 ack 1 <>
1.000 < . 1461:2921(1460) ack 1
> . 1 ack 1 <sack 1461:2921>
