# Without SACK-permitted in the SYN no SACK option is sent.
requirement: TCP-SACK-02
profile: win2003 modern
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
0.100 < . 1461:2921(1460) ack 1
> . 1 ack 1 <>
