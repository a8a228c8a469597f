# 2 segments, then 3, then more, until the burst fills the peer's window of 6.
requirement: TCP-SLOWSTART-01 TCP-SLOWSTART-02 TCP-SLOWSTART-03
vector: V-23
profile: win2003 win2000 nt4
0.000 listen 80
< S 0 win 8760 <mss 1460>
> S. 0 ack 1
< . 1 ack 1 win 8760
accept
0.000 write 43800
> . 1:1461(1460) ack 1
> . 1461:2921(1460) ack 1
0.100 < . 1 ack 2921 win 8760
> . 2921:4381(1460) ack 1
> . 4381:5841(1460) ack 1
> . 5841:7301(1460) ack 1
0.200 < . 1 ack 5841 win 8760
> . 7301:8761(1460) ack 1
> . 8761:10221(1460) ack 1
> . 10221:11681(1460) ack 1
0.201 < . 1 ack 7301 win 8760
> . 11681:13141(1460) ack 1
> . 13141:14601(1460) ack 1
0.300 < . 1 ack 10221 win 8760
> . 14601:16061(1460) ack 1
> . 16061:17521(1460) ack 1
> . 17521:18981(1460) ack 1
0.301 < . 1 ack 13141 win 8760
> . 18981:20441(1460) ack 1
> . 20441:21901(1460) ack 1
0.302 < . 1 ack 21901 win 8760
> . 21901:23361(1460) ack 1
> . 23361:24821(1460) ack 1
> . 24821:26281(1460) ack 1
> . 26281:27741(1460) ack 1
> . 27741:29201(1460) ack 1
> . 29201:30661(1460) ack 1
