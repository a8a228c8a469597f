// Stack: the whole software TCP/IP of one host. Frames come in through links, time as an argument; frames leave through
// the same links. It owns the interfaces' ARP caches, the route table, reassembly, ICMP, UDP and TCP, and knows nothing
// of descriptors, threads or clocks. One thread owns a stack.
//
//   wire -> Link::receive -> on_frame -> ethernet.cc -> arp.cc | ipv4_input.cc -> icmp.cc | udp.cc | tcp_glue.cc ->
//   tcp::Tcp tcp::Tcp -> tcp_glue.cc (headers, checksum) -> ipv4_output.cc (route, ARP) -> Link::send -> wire
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/base/address.h"
#include "host/base/log.h"
#include "host/base/random.h"
#include "host/base/result.h"
#include "host/base/time.h"
#include "host/link/link.h"
#include "host/params/parameters.h"
#include "host/tcp/tcp.h"

namespace flue::stack {

// Index of an interface, in binding order from 0. Tools print it as 0x10003 + index.
struct InterfaceId {
  std::uint32_t index = 0;
  friend constexpr auto operator<=>(const InterfaceId&, const InterfaceId&) = default;
};

struct InterfaceConfig {
  std::string name;  // "flue0"
  MacAddr mac;
  std::vector<Ipv4Cidr> addresses;              // the first is the primary
  std::vector<Ipv4Addr> gateways;               // default gateways, preferred first
  std::uint32_t mtu = 0;                        // 0: the link's value (LINK-19)
  std::optional<std::uint64_t> speed;           // bits/s; absent: the link's value, else 100 Gb/s
  std::optional<TcpParameters> tcp;             // parameters of interface scope; absent: the global ones
  std::optional<std::uint32_t> metric;          // of its routes; absent: by speed (ROUTE-21..23)
  std::optional<std::uint32_t> gateway_metric;  // base: the n-th gateway, from 0, gets base + n (ROUTE-24); absent:
                                                // every gateway gets the interface's metric
};

enum class StackError : std::uint8_t {
  kDuplicateAddress,  // an address is already configured
  kGatewayOffSubnet,  // gateway not on a subnet of the interface
  kMtuTooSmall,       // below the profile's least path MTU
  kMtuTooLarge,       // above the link's
  kUnknownInterface,
  kRouteExists,
  kNoSuchRoute,
  kNoSuchEntry,
};
std::string_view to_string(StackError error);

struct ArpEntryInfo {
  InterfaceId interface;
  Ipv4Addr address;
  MacAddr mac;
  bool is_static = false;
  Duration age{0};  // since made or refreshed
};

enum class RouteOrigin : std::uint8_t { kConnected, kHost, kBroadcast, kLoopback, kMulticast, kDefault, kManual };
struct Route {
  Ipv4Cidr destination;
  std::optional<Ipv4Addr> gateway;  // absent: on link
  InterfaceId interface;
  bool loopback = false;  // through 127.0.0.1 (own addresses and 127/8)
  std::uint32_t metric = 0;
  RouteOrigin origin = RouteOrigin::kManual;
};

struct InterfaceInfo {
  InterfaceId id;
  InterfaceConfig config;   // as given
  std::uint32_t mtu = 0;    // in force
  std::uint64_t speed = 0;  // in force
  bool up = true;
};

// Totals per layer, with one counter per drop reason (names as in RFC 4293 where it has one).
struct CounterLine {
  std::string name;  // "ip.in_hdr_errors"
  std::uint64_t value = 0;
};

// UDP for the built-in services and later the network-layer issue. A datagram's payload is valid during the call only.
struct UdpDatagram {
  Endpoint local;
  Endpoint remote;
  InterfaceId interface;
  bool to_broadcast = false;
  Bytes payload;
};
using UdpHandler = std::function<void(const UdpDatagram&, TimePoint now)>;
enum class UdpError : std::uint8_t { kPortInUse, kTooLong, kNoRoute, kNotBound };

class Stack final {
 public:
  Stack(const Parameters& parameters, Random& random, Log& log);
  ~Stack();

  // --- Configuration. Errors leave no trace. The link must outlive the stack.
  Result<InterfaceId, StackError> add_interface(const InterfaceConfig& config, Link& link, TimePoint now);
  Result<void, StackError> add_route(const Ipv4Cidr& destination, std::optional<Ipv4Addr> gateway,
                                     std::optional<InterfaceId> interface, std::uint32_t metric);
  Result<void, StackError> delete_route(const Ipv4Cidr& destination, std::optional<Ipv4Addr> gateway);
  Result<void, StackError> add_static_arp(Ipv4Addr address, const MacAddr& mac,
                                          std::optional<Ipv4Addr> interface_address, TimePoint now);
  Result<void, StackError> delete_arp(Ipv4Addr address);

  // --- Work
  // One received frame.
  void on_frame(InterfaceId interface, Bytes frame, TimePoint now);
  // Takes up to `budget` frames from the interface's link; returns how many there were.
  std::size_t receive(InterfaceId interface, std::size_t budget, TimePoint now);
  // Timers of every layer, and datagrams that were looped back to ourselves.
  void poll(TimePoint now);
  [[nodiscard]] TimePoint next_deadline() const;

  [[nodiscard]] tcp::Tcp& tcp();

  Result<void, UdpError> udp_bind(const Endpoint& local, UdpHandler handler);
  void udp_unbind(const Endpoint& local);
  Result<void, UdpError> udp_send(const Endpoint& local, const Endpoint& remote, Bytes payload, TimePoint now);

  // ICMP echo by the stack itself (`flue ping`, dead-gateway checks later). The handler hears of every answer to one of
  // our requests, and of every ICMP error that quotes one (ICMP-06); who asks tells them apart by identifier, sequence.
  struct PingRequest {
    Ipv4Addr remote;
    std::uint16_t identifier = 0;
    std::uint16_t sequence = 0;
    Bytes data;  // 0..65,500 bytes
    bool dont_fragment = false;
    std::optional<std::uint8_t> ttl;  // absent: DefaultTTL
  };
  enum class PingError : std::uint8_t { kNeedsFragmentation, kNoRoute };  // ICMP-10: nothing went on the wire
  enum class PingOutcome : std::uint8_t { kReply, kTimeExceeded, kUnreachable, kNeedsFragmentation };
  struct PingAnswer {
    PingOutcome outcome = PingOutcome::kReply;
    Ipv4Addr from;
    std::uint16_t identifier = 0;
    std::uint16_t sequence = 0;
    std::size_t bytes = 0;  // of data in the reply; 0 for errors
    std::uint8_t ttl = 0;   // of the datagram that brought the answer
  };
  using PingHandler = std::function<void(const PingAnswer&, TimePoint now)>;
  Result<void, PingError> ping(const PingRequest& request, TimePoint now);
  void set_ping_handler(PingHandler handler);

  // --- Inspection
  [[nodiscard]] std::vector<InterfaceInfo> interfaces() const;
  [[nodiscard]] std::vector<ArpEntryInfo> arp_entries(TimePoint now) const;
  [[nodiscard]] std::vector<Route> routes() const;
  [[nodiscard]] std::vector<CounterLine> counters() const;
  [[nodiscard]] std::vector<Endpoint> udp_endpoints() const;  // what is bound, for netstat
  [[nodiscard]] bool is_own_address(Ipv4Addr address) const;

  // Every frame in and out is shown to the tap (pcap writer); null: none.
  enum class Direction : std::uint8_t { kIn, kOut };
  using FrameTap = std::function<void(InterfaceId, Direction, Bytes frame, TimePoint now)>;
  void set_frame_tap(FrameTap tap);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace flue::stack
