# The modern profile offers all options always; win2000 has Tcp1323Opts 3.
requirement: TCP-SETUP-12 TCP-WINDOW-20
profile: modern win2000
0.000 connect
> S 0 <mss 1460,wscale *,ts 0 0,sackOK>
