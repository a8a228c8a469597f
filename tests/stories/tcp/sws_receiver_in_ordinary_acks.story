# An ACK that leaves for another reason does not open the window by less than a segment either.
requirement: TCP-SWS-02
profile: win2003 modern
0.000 listen 80 receive_buffer=8760
< S 0 <mss 1460>
> S. 0 ack 1 win 8760
< . 1 ack 1
accept
0.100 < . 1:1461(1460) ack 1
< . 1461:2921(1460) ack 1
> . 1 ack 2921 win 5840
read 1000
0.200 < . 2921:4381(1460) ack 1
< . 4381:5841(1460) ack 1
> . 1 ack 5841 win 2920
read 460
0.300 < . 5841:7301(1460) ack 1
< . 7301:8761(1460) ack 1
> . 1 ack 8761 win 1460
