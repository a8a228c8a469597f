# EnablePMTUDiscovery = 0: 536 for other networks, the link's own size on the subnet.
requirement: PMTU-08
profile: win2003 nt4
parameter: EnablePMTUDiscovery = 0
connection near: address=10.77.0.9 port=40001 local=80
connection: address=192.0.2.7
0.000 listen 80
near < S 0 <mss 1460>
near > S. 0 ack 1 <mss 1460>
< S 0 <mss 1460>
> S. 0 ack 1 <mss 536>
< . 1 ack 1
