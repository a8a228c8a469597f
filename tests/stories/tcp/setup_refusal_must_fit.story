# In SYN_SENT only an RST that acknowledges the SYN is believed; a wrong ACK is answered by RST and changes nothing.
requirement: TCP-STATES-07
rfc: 9293 3.10.7.3
0.000 connect
> S 0
0.010 < R 0
< R. 0 ack 5
< . 100 ack 5
> R 5
state SYN_SENT
no_event closed
0.020 < S. 0 ack 1 <mss 1460>
> . 1 ack 1
event connected
