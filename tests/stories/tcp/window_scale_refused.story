# The offer takes effect only if both send it: without an answer nothing is scaled, at most 65,535 are shown.
requirement: TCP-WINDOW-14 TCP-WINDOW-13
0.000 connect receive_buffer=262144
> S 0 win 65535 <mss 1460,wscale 3,sackOK>
0.010 < S. 0 ack 1 win 5000 <mss 1460>
> . 1 ack 1 win 65535
value snd_wnd=5000
