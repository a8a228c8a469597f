# The layout of a SYN that offers everything; the window of a SYN is not scaled, later ones are.
requirement: TCP-SETUP-12 TCP-SACK-02 TCP-TSOPT-02 TCP-TSOPT-03 TCP-WINDOW-16
vector: V-10
parameter: Tcp1323Opts = 3
connection: address=10.77.0.9 port=139
0.000 connect from=1217 receive_buffer=2000000
> S 0 win 65535 layout <mss 1460,nop,wscale 5,nop,nop,ts 0 0,nop,nop,sackOK>
0.001 < S. 0 ack 1 win 65535 <mss 1460,nop,wscale 3,nop,nop,ts 500 0,nop,nop,sackOK>
> . 1 ack 1 win 62535 <ts 1 500>
value snd_wnd=65535
0.002 < . 1 ack 1 win 8192 <nop,nop,ts 501 1>
value snd_wnd=65536
