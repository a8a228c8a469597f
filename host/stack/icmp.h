// ICMP (RFC 792, RFC 1122 3.2.2): answers echo requests, sends errors about datagrams that cannot be used, takes errors
// about datagrams of ours to whom they concern, and asks for echoes itself.
#pragma once

#include <cstdint>
#include <deque>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/base/time.h"
#include "host/params/parameters.h"
#include "host/stack/counters.h"
#include "host/stack/ipv4_output.h"
#include "host/stack/ipv4_packet.h"
#include "host/stack/path_mtu.h"
#include "host/stack/rate_limit.h"
#include "host/stack/route_cache.h"
#include "host/stack/stack.h"
#include "host/tcp/tcp.h"
#include "host/wire/icmp.h"

namespace flue::stack {

class Icmp {
 public:
  Icmp(const Parameters& parameters, Ipv4Output& output, RouteCache& routes, PathMtu& path_mtu, tcp::Tcp& tcp,
       const Interfaces& interfaces, Counters& counters);

  void on_packet(const Ipv4Packet& packet, TimePoint now);

  // Errors about a datagram for this host, unless RFC 1122 3.2.2 forbids one or there were too many lately.
  void send_unreachable(const Ipv4Packet& about, std::uint8_t code, TimePoint now);
  // The first fragment, as the reassembler kept it, waited in vain for the others (RFC 792).
  void send_reassembly_timeout(Bytes first_fragment, TimePoint now);

  Result<void, Stack::PingError> ping(const Stack::PingRequest& request, TimePoint now);
  void set_ping_handler(Stack::PingHandler handler) { ping_handler_ = std::move(handler); }

 private:
  struct Asked {  // an echo request of ours, for as long as an answer to it is believed
    Ipv4Addr remote;
    std::uint16_t identifier;
    std::uint16_t sequence;
    TimePoint until;
  };

  void on_echo_request(const Ipv4Packet& packet, const wire::IcmpView& message, TimePoint now);
  void on_echo_reply(const Ipv4Packet& packet, const wire::IcmpView& message, TimePoint now);
  void on_error(const Ipv4Packet& packet, const wire::IcmpView& message, TimePoint now);
  void on_error_about_tcp(const wire::IcmpView& message, const wire::Ipv4View& quoted, TimePoint now);
  void on_error_about_echo(const Ipv4Packet& packet, const wire::IcmpView& message, const wire::Ipv4View& quoted,
                           TimePoint now);
  void lower_path_mtu(Ipv4Addr destination, std::uint16_t mtu, TimePoint now);
  void send_error(const wire::Ipv4View& about, const wire::IcmpMessage& message, Counter counter, TimePoint now);
  SendOutcome send(const wire::IcmpMessage& message, const Ipv4Send& datagram, TimePoint now);
  [[nodiscard]] bool was_asked(Ipv4Addr remote, std::uint16_t identifier, std::uint16_t sequence, TimePoint now);

  const bool pmtu_discovery_;
  Ipv4Output& output_;
  RouteCache& routes_;
  PathMtu& path_mtu_;
  tcp::Tcp& tcp_;
  const Interfaces& interfaces_;
  Counters& counters_;
  RateLimit errors_;
  Stack::PingHandler ping_handler_;
  std::deque<Asked> asked_;
};

}  // namespace flue::stack
