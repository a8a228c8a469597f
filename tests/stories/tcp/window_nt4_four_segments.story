# NT4, MSS 4312 as on FDDI: at least four segments.
requirement: TCP-WINDOW-04
vector: V-08
profile: nt4
interface: mtu=4352
0.000 listen 80
< S 0 <mss 4312>
> S. 0 ack 1 win 17248 <mss 4312>
