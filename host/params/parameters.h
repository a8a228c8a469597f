// Every parameter that changes Flue's behaviour on the wire, as one value. A profile (profiles.h) fills it; the
// configuration overrides single parameters by their own names (parameter_table.h); protocol code only reads it.
// Names and ranges: the parameter reference of the specification; parameters of our own are marked "Flue".
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/base/address.h"
#include "host/base/time.h"

namespace flue {

enum class ProfileName : std::uint8_t { kNt4, kWin2000, kWin2003, kModern };

// What to do with a SYN when the accept queue is full (profile table, "backlog").
enum class BacklogOverflow : std::uint8_t { kReset, kDrop };

// TCP's own parameters. Those with interface scope exist once per interface (InterfaceParameters) and are resolved when
// a connection is made.
struct TcpParameters {
  // Receive window and buffers (TCP-WINDOW-03..13)
  std::optional<std::uint32_t> tcp_window_size;         // TcpWindowSize, bytes 0..2^30; absent: automatic value
  std::optional<std::uint32_t> global_max_tcp_window;   // GlobalMaxTcpWindowSize, bytes; absent: no further cap
  bool nt4_window_rule = false;                         // Flue: 8192 rounded up, >= 4 MSS, <= 65,535 (TCP-WINDOW-04)
  std::optional<std::uint32_t> default_receive_buffer;  // Flue: bytes; modern 262,144; absent: rule by link speed
  std::uint32_t max_receive_buffer = 1u << 30;          // Flue: cap for SO_RCVBUF, bytes; modern 6 MiB
  std::uint32_t default_send_buffer = 65536;            // Flue: bytes of unacknowledged and unsent data
  std::uint32_t max_send_buffer = 4u << 20;             // Flue: cap for SO_SNDBUF, bytes

  // Options
  std::optional<std::uint32_t> tcp_1323_opts;  // Tcp1323Opts 0..3: bit 0 scaling, bit 1 timestamps; absent: answer if
                                               // asked, scaling on demand (TCP-WINDOW-19, TCP-TSOPT-06)
  bool rfc1323_supported = true;               // Flue: false in nt4 (C-03)
  bool sack_opts = true;                       // SackOpts (TCP-SACK-01)

  // Acknowledgements
  std::chrono::milliseconds delayed_ack{200};  // TcpDelAckTicks x 100 ms (0: every segment at once); modern 40 ms
  std::uint32_t tcp_ack_frequency = 2;         // TcpAckFrequency, segments (TCP-DELACK-05)

  // Loss and congestion
  std::uint32_t tcp_max_dup_acks = 2;               // TcpMaxDupAcks 1..3 duplicates (TCP-FASTRX-03)
  std::uint32_t initial_window_segments = 2;        // Flue: TCP-SLOWSTART-01; modern 10 (RFC 6928)
  bool sack_recovery = false;                       // Flue: RFC 6675 recovery; else RFC 6582 NewReno, SACK only skips
  std::chrono::milliseconds tcp_initial_rtt{3000};  // TcpInitialRtt, s in the reference (TCP-SETUP-07)
  std::chrono::milliseconds min_rto{500};           // Flue: TCP-RTO-08 / V-18; modern 200
  std::chrono::milliseconds max_rto{240000};        // Flue; modern 60,000

  // Retries
  std::uint32_t tcp_max_connect_retransmissions = 2;           // SYN (TCP-SETUP-08)
  std::uint32_t tcp_max_connect_response_retransmissions = 2;  // SYN-ACK (TCP-SETUP-10)
  std::uint32_t tcp_max_data_retransmissions = 5;              // data (TCP-RTO-05)

  // Keep-alive (TCP-KEEPALIVE-04..06)
  std::chrono::milliseconds keep_alive_time{7'200'000};
  std::chrono::milliseconds keep_alive_interval{1000};
  std::optional<std::uint32_t> keep_alive_retries;  // Flue; absent: tcp_max_data_retransmissions. modern 9

  // Closing
  std::chrono::seconds tcp_timed_wait_delay{240};  // TcpTimedWaitDelay 30..300 (TCP-TIMEWAIT-03)
  std::chrono::seconds fin_wait_2_limit{600};      // Flue (TCP-STATES-10); modern 60

  // Ports (TCP-PORTS-01..03)
  std::uint16_t min_user_port = 1024;  // Flue; modern 32768
  std::uint16_t max_user_port = 5000;  // MaxUserPort 5000..65534; modern 60999
  bool randomise_ports = false;        // Flue: RFC 6056; on in modern

  // Listening (SOCKETS-12..18, TCP-SECURITY-02..06)
  std::uint32_t max_backlog = 200;  // Flue: larger requests are cut; modern 4096
  BacklogOverflow backlog_overflow = BacklogOverflow::kReset;
  bool enable_dynamic_backlog = false;
  std::uint32_t minimum_dynamic_backlog = 0;
  std::uint32_t maximum_dynamic_backlog = 0;
  std::uint32_t dynamic_backlog_growth_delta = 0;
  std::uint32_t syn_attack_protect = 1;  // SynAttackProtect 0..2 (C-28)
  std::uint32_t tcp_max_half_open = 500;
  std::uint32_t tcp_max_half_open_retried = 400;
  std::uint32_t tcp_max_ports_exhausted = 5;
  bool syn_cookies = false;  // Flue: modern; when the half-open table is full

  // Path MTU (PMTU-01..12)
  bool enable_pmtu_discovery = true;
  bool enable_pmtu_bh_detect = false;
  std::uint16_t min_path_mtu = 88;  // Flue: 68 in nt4

  // Limits and attack resistance
  std::uint32_t tcp_num_connections = 0xFFFFFE;  // TcpNumConnections (TCP-SETUP-14)
  std::uint32_t max_free_tcbs = 2000;       // MaxFreeTcbs: TIME-WAIT records beyond it leave early (TCP-TIMEWAIT-06)
  std::uint32_t max_hash_table_size = 512;  // MaxHashTableSize: first size of the connection hash, power of two
  bool rfc5961 = true;                      // Flue: challenge ACKs
  std::uint32_t challenge_acks_per_second = 100;  // Flue: RFC 5961 section 7
  bool shutdown_both_resets = false;              // Flue: C-18's variant

  bool ignore_push_bit_on_receives = false;  // IgnorePushBitOnReceives (SOCKETS-22; binds libflue)
};

struct ArpParameters {
  std::uint32_t arp_cache_life = 120;                 // s (ARP-07, ARP-10)
  std::uint32_t arp_cache_min_referenced_life = 600;  // s; 0xFFFFFFFF: no minimum (ARP-08)
  std::uint32_t arp_retry_count = 3;                  // gratuitous requests per own address, 1..3 (DAD-03)
  bool arp_use_ether_snap = false;                    // LINK-05
  std::uint32_t max_entries = 4096;                   // Flue: bound against floods; the oldest unreferenced goes first
  bool defender_announces = false;                    // Flue: DAD-07, nt4
};

struct IpParameters {
  std::uint8_t default_ttl = 128;                  // DefaultTTL (IP-04); modern 64
  std::uint8_t default_tos = 0;                    // DefaultTOSValue (IP-22)
  bool ip_enable_router = false;                   // IPEnableRouter (IP-07)
  std::chrono::seconds ip_reassembly_timeout{60};  // IpReassemblyTimeout (IP-13)
  std::uint32_t reassembly_memory = 4u << 20;      // Flue: bytes for all incomplete datagrams together
  bool disable_task_offload = false;               // DisableTaskOffload (LINK-21)
  bool enable_icmp_redirect = true;                // EnableICMPRedirect (ROUTE-45); modern off
  std::uint32_t icmp_errors_per_second = 100;      // Flue: RFC 1812 4.3.2.8 rate limit
};

struct Parameters {
  ProfileName profile = ProfileName::kWin2003;
  TcpParameters tcp;
  ArpParameters arp;
  IpParameters ip;
};

}  // namespace flue
