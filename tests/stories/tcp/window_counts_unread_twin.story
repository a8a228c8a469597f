# Bytes that the program's descriptor holds count against the window.
requirement: TCP-WINDOW-01
0.000 listen 80 receive_buffer=14600
< S 0 <mss 1460>
> S. 0 ack 1 win 14600
< . 1 ack 1
accept
0.100 < . 1:1461(1460) ack 1
< . 1461:2921(1460) ack 1
> . 1 ack 2921 win 11680
read 2920
unread 2920
0.200 < . 2921:4381(1460) ack 1
< . 4381:5841(1460) ack 1
> . 1 ack 5841 win 8760
