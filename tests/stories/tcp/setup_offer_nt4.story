# NT4 knows neither scaling nor timestamps nor SACK, whatever the buffer.
requirement: TCP-WINDOW-05 TCP-SACK-01 TCP-TSOPT-01
profile: nt4
0.000 connect receive_buffer=131072
> S 0 win 64240 <mss 1460>
