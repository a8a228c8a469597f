#include "host/params/parameter_table.h"

#include <array>
#include <chrono>
#include <limits>
#include <type_traits>

namespace flue {
namespace {

constexpr std::uint64_t kMax32 = 0xFFFFFFFF;

template <typename T>
constexpr bool kIsOptional = false;
template <typename T>
constexpr bool kIsOptional<std::optional<T>> = true;
template <typename T>
constexpr bool kIsDuration = false;
template <typename Rep, typename Period>
constexpr bool kIsDuration<std::chrono::duration<Rep, Period>> = true;

// Reads and writes one member of one section. kScale: how many of the member's units make one of the parameter's
// (TcpDelAckTicks counts 100 ms, its member ms).
template <auto kSectionMember, auto kMember, std::int64_t kScale = 1>
struct Access {
  static std::optional<std::uint64_t> get(const Parameters& parameters) {
    const auto& member = parameters.*kSectionMember.*kMember;
    using T = std::remove_cvref_t<decltype(member)>;
    if constexpr (kIsOptional<T>) {
      if (!member) return std::nullopt;
      return static_cast<std::uint64_t>(*member);
    } else if constexpr (kIsDuration<T>) {
      // A value that the unit cannot express was set through another parameter.
      if (member.count() % kScale != 0) return std::nullopt;
      return static_cast<std::uint64_t>(member.count() / kScale);
    } else {
      return static_cast<std::uint64_t>(member);
    }
  }

  static void set(Parameters& parameters, std::uint64_t value) {
    auto& member = parameters.*kSectionMember.*kMember;
    using T = std::remove_cvref_t<decltype(member)>;
    if constexpr (kIsOptional<T>) {
      member = static_cast<typename T::value_type>(value);
    } else if constexpr (kIsDuration<T>) {
      member = T(static_cast<typename T::rep>(value) * kScale);
    } else {
      member = static_cast<T>(value);
    }
  }
};

template <auto kMember, std::int64_t kScale = 1>
using Tcp = Access<&Parameters::tcp, kMember, kScale>;
template <auto kMember>
using Arp = Access<&Parameters::arp, kMember>;
template <auto kMember>
using Ip = Access<&Parameters::ip, kMember>;

constexpr auto kTcp = ParameterSection::kTcp;
constexpr auto kArp = ParameterSection::kArp;
constexpr auto kIp = ParameterSection::kIp;
constexpr auto kGlobal = ParameterScope::kGlobal;
constexpr auto kInterface = ParameterScope::kInterface;

template <typename Accessor>
constexpr ParameterRow row(std::string_view name, ParameterSection section, ParameterScope scope, std::string_view unit,
                           std::uint64_t least, std::uint64_t most, std::string_view requirement,
                           std::string_view effect) {
  return {name, section, scope, unit, least, most, Accessor::get, Accessor::set, false, requirement, effect};
}

// A parameter of our own.
template <typename Accessor>
constexpr ParameterRow own(std::string_view name, ParameterSection section, ParameterScope scope, std::string_view unit,
                           std::uint64_t least, std::uint64_t most, std::string_view requirement,
                           std::string_view effect) {
  return {name, section, scope, unit, least, most, Accessor::get, Accessor::set, true, requirement, effect};
}

using T = TcpParameters;
using A = ArpParameters;
using I = IpParameters;

// clang-format off
constexpr std::array kTable = {
    // Receive window and buffers
    row<Tcp<&T::tcp_window_size>>("TcpWindowSize", kTcp, kInterface, "bytes", 0, 0x3FFFFFFF, "TCP-WINDOW-07", "receive window; absent: by the link's bit rate"),
    row<Tcp<&T::global_max_tcp_window>>("GlobalMaxTcpWindowSize", kTcp, kGlobal, "bytes", 0, 0x3FFFFFFF, "TCP-WINDOW-12", "upper limit of the receive window on all interfaces"),
    own<Tcp<&T::nt4_window_rule>>("Nt4WindowRule", kTcp, kGlobal, "bool", 0, 1, "TCP-WINDOW-04", "receive window by the rule of NT 4.0"),
    own<Tcp<&T::default_receive_buffer>>("DefaultReceiveBuffer", kTcp, kGlobal, "bytes", 0, 0x40000000, "TCP-WINDOW-08", "receive buffer if neither socket nor TcpWindowSize says; absent: by bit rate"),
    own<Tcp<&T::max_receive_buffer>>("MaxReceiveBuffer", kTcp, kGlobal, "bytes", 2048, 0x40000000, "TCP-WINDOW-06", "upper limit of SO_RCVBUF"),
    own<Tcp<&T::default_send_buffer>>("DefaultSendBuffer", kTcp, kGlobal, "bytes", 2048, 0x40000000, "SOCKETS-24", "send buffer of a new socket"),
    own<Tcp<&T::max_send_buffer>>("MaxSendBuffer", kTcp, kGlobal, "bytes", 2048, 0x40000000, "SOCKETS-24", "upper limit of SO_SNDBUF"),
    // Options
    row<Tcp<&T::tcp_1323_opts>>("Tcp1323Opts", kTcp, kGlobal, "bits", 0, 3, "TCP-TSOPT-06", "offer in SYN: 1 window scaling, 2 timestamps; absent: on demand, and if asked"),
    own<Tcp<&T::rfc1323_supported>>("Rfc1323Supported", kTcp, kGlobal, "bool", 0, 1, "TCP-WINDOW-05", "window scaling and timestamps exist at all"),
    row<Tcp<&T::sack_opts>>("SackOpts", kTcp, kGlobal, "bool", 0, 1, "TCP-SACK-01", "selective acknowledgements"),
    // Acknowledgements
    row<Tcp<&T::delayed_ack, 100>>("TcpDelAckTicks", kTcp, kInterface, "100 ms", 0, 6, "TCP-DELACK-03", "delayed ACK timer; 0: every segment at once"),
    own<Tcp<&T::delayed_ack>>("DelayedAckTimeout", kTcp, kInterface, "ms", 0, 600, "TCP-DELACK-03", "the same in milliseconds"),
    row<Tcp<&T::tcp_ack_frequency>>("TcpAckFrequency", kTcp, kInterface, "segments", 1, 255, "TCP-DELACK-05", "segments received before an immediate ACK"),
    // Loss and congestion
    row<Tcp<&T::tcp_max_dup_acks>>("TcpMaxDupAcks", kTcp, kGlobal, "duplicates", 1, 3, "TCP-FASTRX-03", "duplicate ACKs that start a fast retransmit"),
    own<Tcp<&T::initial_window_segments>>("InitialWindowSegments", kTcp, kGlobal, "segments", 1, 100, "TCP-SLOWSTART-01", "initial congestion window"),
    own<Tcp<&T::sack_recovery>>("SackRecovery", kTcp, kGlobal, "bool", 0, 1, "TCP-FASTRX-06", "loss recovery by RFC 6675"),
    row<Tcp<&T::tcp_initial_rtt, 1000>>("TcpInitialRtt", kTcp, kInterface, "s", 0, 0xFFFF, "TCP-SETUP-07", "first time-out of a new connection"),
    own<Tcp<&T::min_rto>>("MinRto", kTcp, kGlobal, "ms", 1, 60'000, "TCP-RTO-08", "least retransmission time-out"),
    own<Tcp<&T::max_rto>>("MaxRto", kTcp, kGlobal, "ms", 1000, 3'600'000, "TCP-RTO-05", "greatest retransmission time-out"),
    // Retries
    row<Tcp<&T::tcp_max_connect_retransmissions>>("TcpMaxConnectRetransmissions", kTcp, kGlobal, "count", 0, 255, "TCP-SETUP-08", "retransmissions of a SYN"),
    row<Tcp<&T::tcp_max_connect_response_retransmissions>>("TcpMaxConnectResponseRetransmissions", kTcp, kGlobal, "count", 0, 255, "TCP-SETUP-10", "retransmissions of a SYN-ACK"),
    row<Tcp<&T::tcp_max_data_retransmissions>>("TcpMaxDataRetransmissions", kTcp, kGlobal, "count", 0, kMax32, "TCP-RTO-05", "retransmissions of a data segment"),
    // Keep-alive
    row<Tcp<&T::keep_alive_time>>("KeepAliveTime", kTcp, kGlobal, "ms", 1, kMax32, "TCP-KEEPALIVE-04", "idle time before a keep-alive"),
    row<Tcp<&T::keep_alive_interval>>("KeepAliveInterval", kTcp, kGlobal, "ms", 1, kMax32, "TCP-KEEPALIVE-05", "interval of unanswered keep-alives"),
    own<Tcp<&T::keep_alive_retries>>("KeepAliveRetries", kTcp, kGlobal, "count", 0, kMax32, "TCP-KEEPALIVE-06", "unanswered keep-alives that end a connection; absent: TcpMaxDataRetransmissions"),
    // Closing
    row<Tcp<&T::tcp_timed_wait_delay>>("TcpTimedWaitDelay", kTcp, kGlobal, "s", 30, 300, "TCP-TIMEWAIT-03", "length of TIME-WAIT"),
    own<Tcp<&T::fin_wait_2_limit>>("FinWait2Limit", kTcp, kGlobal, "s", 1, 86'400, "TCP-STATES-10", "limit of FIN_WAIT_2 after the program closed"),
    // Ports
    own<Tcp<&T::min_user_port>>("MinUserPort", kTcp, kGlobal, "port", 1024, 65534, "TCP-PORTS-01", "lowest automatic port"),
    row<Tcp<&T::max_user_port>>("MaxUserPort", kTcp, kGlobal, "port", 5000, 65534, "TCP-PORTS-02", "highest automatic port"),
    own<Tcp<&T::randomise_ports>>("RandomisePorts", kTcp, kGlobal, "bool", 0, 1, "TCP-PORTS-01", "automatic ports by RFC 6056"),
    // Listening
    own<Tcp<&T::max_backlog>>("MaxBacklog", kTcp, kGlobal, "connections", 1, 65535, "SOCKETS-13", "larger backlogs are cut to it"),
    own<Tcp<&T::backlog_overflow>>("BacklogOverflowDrops", kTcp, kGlobal, "bool", 0, 1, "SOCKETS-12", "a SYN that finds the backlog full is dropped, not reset"),
    row<Tcp<&T::enable_dynamic_backlog>>("EnableDynamicBacklog", kTcp, kGlobal, "bool", 0, 1, "SOCKETS-17", "dynamic backlog"),
    row<Tcp<&T::minimum_dynamic_backlog>>("MinimumDynamicBacklog", kTcp, kGlobal, "connections", 0, kMax32, "SOCKETS-17", "free connections below which the backlog grows"),
    row<Tcp<&T::maximum_dynamic_backlog>>("MaximumDynamicBacklog", kTcp, kGlobal, "connections", 0, kMax32, "SOCKETS-17", "limit of free and half-open connections"),
    row<Tcp<&T::dynamic_backlog_growth_delta>>("DynamicBacklogGrowthDelta", kTcp, kGlobal, "connections", 0, kMax32, "SOCKETS-17", "step of growth"),
    row<Tcp<&T::syn_attack_protect>>("SynAttackProtect", kTcp, kGlobal, "level", 0, 2, "TCP-SECURITY-03", "protection against SYN floods"),
    row<Tcp<&T::tcp_max_half_open>>("TcpMaxHalfOpen", kTcp, kGlobal, "connections", 1, kMax32, "TCP-SECURITY-04", "half-open connections that mean an attack"),
    row<Tcp<&T::tcp_max_half_open_retried>>("TcpMaxHalfOpenRetried", kTcp, kGlobal, "connections", 0x50, kMax32, "TCP-SECURITY-04", "the same of those whose SYN-ACK was sent again"),
    row<Tcp<&T::tcp_max_ports_exhausted>>("TcpMaxPortsExhausted", kTcp, kGlobal, "refusals", 0, 0xFFFF, "TCP-SECURITY-04", "refused connections that mean an attack"),
    own<Tcp<&T::syn_cookies>>("SynCookies", kTcp, kGlobal, "bool", 0, 1, "TCP-SECURITY-02", "answer with SYN cookies when the half-open table is full"),
    // Path MTU
    row<Tcp<&T::enable_pmtu_discovery>>("EnablePMTUDiscovery", kTcp, kGlobal, "bool", 0, 1, "PMTU-01", "path MTU discovery; 0: MSS 536 beyond routers"),
    own<Tcp<&T::min_path_mtu>>("MinPathMtu", kTcp, kGlobal, "bytes", 68, 1500, "PMTU-06", "least path MTU that is believed"),
    // Limits and attack resistance
    row<Tcp<&T::tcp_num_connections>>("TcpNumConnections", kTcp, kGlobal, "connections", 0, 0xFFFFFE, "TCP-SETUP-14", "limit of open connections"),
    row<Tcp<&T::max_free_tcbs>>("MaxFreeTcbs", kTcp, kGlobal, "records", 0, kMax32, "TCP-TIMEWAIT-06", "TIME-WAIT records beyond it leave early"),
    row<Tcp<&T::max_hash_table_size>>("MaxHashTableSize", kTcp, kGlobal, "buckets", 64, 65536, "TCP-SETUP-15", "first size of the connection table, rounded up to a power of two"),
    own<Tcp<&T::rfc5961>>("Rfc5961", kTcp, kGlobal, "bool", 0, 1, "TCP-SECURITY-07", "challenge ACKs against blind resets and SYNs"),
    own<Tcp<&T::challenge_acks_per_second>>("ChallengeAcksPerSecond", kTcp, kGlobal, "count", 1, 1'000'000, "TCP-SECURITY-07", "limit of challenge ACKs"),
    row<Tcp<&T::ignore_push_bit_on_receives>>("IgnorePushBitOnReceives", kTcp, kGlobal, "bool", 0, 1, "SOCKETS-22", "every arriving segment counts as pushed"),

    row<Arp<&A::arp_cache_life>>("ArpCacheLife", kArp, kGlobal, "s", 0, kMax32, "ARP-07", "life of an unreferenced ARP entry"),
    row<Arp<&A::arp_cache_min_referenced_life>>("ArpCacheMinReferencedLife", kArp, kGlobal, "s", 0, kMax32, "ARP-08", "life of a referenced ARP entry; ignored if not above ArpCacheLife"),
    row<Arp<&A::arp_retry_count>>("ArpRetryCount", kArp, kGlobal, "requests", 1, 3, "DAD-03", "gratuitous requests for an own address"),
    row<Arp<&A::arp_use_ether_snap>>("ArpUseEtherSNAP", kArp, kGlobal, "bool", 0, 1, "LINK-05", "frames are sent in 802.3 SNAP form"),
    own<Arp<&A::max_entries>>("ArpMaxEntries", kArp, kGlobal, "entries", 16, 1'000'000, "ARP-16", "size limit of the ARP cache"),
    own<Arp<&A::defender_announces>>("ArpDefenderAnnounces", kArp, kGlobal, "bool", 0, 1, "DAD-07", "the defender of an address repairs the caches"),

    row<Ip<&I::default_ttl>>("DefaultTTL", kIp, kGlobal, "hops", 1, 255, "IP-04", "TTL of outgoing datagrams"),
    row<Ip<&I::default_tos>>("DefaultTOSValue", kIp, kGlobal, "byte", 0, 255, "IP-22", "TOS byte of outgoing datagrams"),
    row<Ip<&I::ip_reassembly_timeout>>("IpReassemblyTimeout", kIp, kGlobal, "s", 1, 3600, "IP-13", "limit for the reassembly of a datagram"),
    own<Ip<&I::reassembly_memory>>("ReassemblyMemory", kIp, kGlobal, "bytes", 65536, 0x40000000, "IP-13", "memory of all incomplete datagrams"),
    row<Ip<&I::disable_task_offload>>("DisableTaskOffload", kIp, kGlobal, "bool", 0, 1, "LINK-21", "checksums are computed here even if the port could"),
    own<Ip<&I::icmp_errors_per_second>>("IcmpErrorsPerSecond", kIp, kGlobal, "count", 1, 1'000'000, "ICMP-01", "limit of ICMP errors sent"),
};
// clang-format on

}  // namespace

std::string_view to_string(ParameterSection section) {
  switch (section) {
    case ParameterSection::kTcp:
      return "tcp";
    case ParameterSection::kArp:
      return "arp";
    case ParameterSection::kIp:
      return "ip";
  }
  return "?";
}

std::string_view to_string(ParameterScope scope) { return scope == ParameterScope::kGlobal ? "global" : "interface"; }

std::span<const ParameterRow> parameter_table() { return kTable; }

const ParameterRow* find_parameter(std::string_view name) {
  if (name == "DefaultTOS") name = "DefaultTOSValue";  // the reference has both spellings
  for (const ParameterRow& candidate : kTable) {
    if (candidate.name == name) return &candidate;
  }
  return nullptr;
}

}  // namespace flue
