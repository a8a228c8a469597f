# The window of the SYN itself counts as it stands.
requirement: TCP-WINDOW-16
vector: V-10
profile: win2003 modern
connection: local=2000
0.000 connect from=2000 receive_buffer=131072
> S 0 win 65535 <mss 1460,wscale 2,...>
0.010 < S. 0 ack 1 win 2920 <mss 1460,nop,wscale 5>
> . 1 ack 1
value snd_wnd=2920
