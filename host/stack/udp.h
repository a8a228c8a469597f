// UDP (RFC 768, UDP-01..08): ports and checksums. A datagram for a port that nobody has is answered by port
// unreachable, unless it was a broadcast.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/base/time.h"
#include "host/stack/counters.h"
#include "host/stack/icmp.h"
#include "host/stack/ipv4_output.h"
#include "host/stack/ipv4_packet.h"
#include "host/stack/stack.h"

namespace flue::stack {

class Udp {
 public:
  static constexpr std::size_t kPayloadLimit = Ipv4Output::kPayloadLimit - 8;

  Udp(Ipv4Output& output, Icmp& icmp, Counters& counters) : output_(output), icmp_(icmp), counters_(counters) {}

  Result<void, UdpError> bind(const Endpoint& local, UdpHandler handler);
  void unbind(const Endpoint& local);
  Result<void, UdpError> send(const Endpoint& local, const Endpoint& remote, Bytes payload, TimePoint now);
  void on_packet(const Ipv4Packet& packet, TimePoint now);
  [[nodiscard]] std::vector<Endpoint> endpoints() const;

 private:
  // A handler may unbind itself while it runs, so the caller of a handler holds it too.
  using Shared = std::shared_ptr<UdpHandler>;
  [[nodiscard]] Shared find(const Endpoint& local) const;
  [[nodiscard]] bool is_bound(const Endpoint& local) const;

  Ipv4Output& output_;
  Icmp& icmp_;
  Counters& counters_;
  std::map<Endpoint, Shared> handlers_;  // an endpoint without address takes datagrams to every own one
};

}  // namespace flue::stack
