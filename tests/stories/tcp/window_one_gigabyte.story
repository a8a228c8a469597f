# Windows up to 1 GB: shift 14.
requirement: TCP-WINDOW-13
0.000 connect receive_buffer=1073725440
> S 0 win 65535 <mss 1460,wscale 14,sackOK>
