# Each direction has its own shift.
requirement: TCP-WINDOW-18 TCP-WINDOW-15
parameter: Tcp1323Opts = 1
0.000 connect receive_buffer=262144
> S 0 win 65535 <mss 1460,wscale 3,sackOK>
0.010 < S. 0 ack 1 win 5000 <mss 1460,nop,wscale 7>
> . 1 ack 1 win 32850
0.020 < . 1 ack 1 win 100
value snd_wnd=12800
