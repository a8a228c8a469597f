# The program may switch it on later, and set its own times.
requirement: TCP-KEEPALIVE-03
0.000 listen 80
< S 0 <mss 1460>
> S. 0 ack 1 <mss 1460>
< . 1 ack 1
accept
10.000 set keepalive=on keepalive_time=60000 keepalive_interval=5000 keepalive_retries=1
60.000 > . 0 ack 1
65.000 > . 0 ack 1
70.000 event closed timed_out
