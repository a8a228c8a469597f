// How lwIP is configured as a peer: no operating system, raw callbacks, one thread, IPv4 and TCP only; the window, MSS
// and software checksums equal Flue's on the same link, so that the two do the same work. Pools are sized so that none
// runs out in a benchmark; for the memory benchmark they come from malloc (FLUE_BENCH_LWIP_MALLOC).
#pragma once

#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_SOCKET 0
#define LWIP_NETCONN 0
#define LWIP_IPV4 1
#define LWIP_IPV6 0
#define LWIP_UDP 0
#define LWIP_RAW 0
#define LWIP_DHCP 0
#define LWIP_DNS 0
#define LWIP_IGMP 0
#define LWIP_STATS 0
#define LWIP_NETIF_HOSTNAME 0
#define LWIP_ARP 1
#define ARP_QUEUEING 0

#define TCP_MSS 1460
#define TCP_WND 64240
#define TCP_SND_BUF 64240
#define TCP_SND_QUEUELEN 128
#define LWIP_WND_SCALE 0
#define LWIP_TCP_SACK_OUT 1
#define TCP_QUEUE_OOSEQ 1
#define TCP_LISTEN_BACKLOG 0

#define MEM_ALIGNMENT 8
#define MEM_LIBC_MALLOC 1
#ifdef FLUE_BENCH_LWIP_MALLOC
#define MEMP_MEM_MALLOC 1
#endif
#define MEMP_NUM_TCP_PCB 16384
#define MEMP_NUM_TCP_SEG 8192
#define MEMP_NUM_PBUF 2048
#define PBUF_POOL_SIZE 2048
#define PBUF_POOL_BUFSIZE 1600

// Sums with its own routine, or with Flue's when the benchmark asks for it.
#define LWIP_CHKSUM_ALGORITHM 2
#define LWIP_CHKSUM flue_bench_lwip_checksum
#ifdef __cplusplus
extern "C"
#endif
    unsigned short
    flue_bench_lwip_checksum(const void* data, int length);
