// IPv4 out: route, header, fragmentation, next hop (IP-01..05, IP-11, IP-12, IP-14..17, IP-20, IP-22, LINK-32). The
// caller writes its payload into payload_area() and then calls send(): the payload is not copied again unless it must
// be fragmented or wait for ARP.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/time.h"
#include "host/params/parameters.h"
#include "host/stack/arp.h"
#include "host/stack/counters.h"
#include "host/stack/ethernet.h"
#include "host/stack/loopback_queue.h"
#include "host/stack/path_mtu.h"
#include "host/stack/route_cache.h"
#include "host/wire/ipv4.h"

namespace flue::stack {

struct Ipv4Send {
  Ipv4Addr source;
  Ipv4Addr destination;
  std::uint8_t protocol = 0;
  std::uint8_t ttl = 128;
  std::uint8_t tos = 0;
  bool dont_fragment = false;
};

enum class SendOutcome : std::uint8_t {
  kSent,  // given to the link, to ARP to wait, or to ourselves; loss is possible all the same
  kNoRoute,
  kNeedsFragmentation,  // larger than the path takes, with DF (IP-14): nothing was sent
};

class Ipv4Output {
 public:
  static constexpr std::size_t kPayloadLimit = wire::kIpv4LengthLimit - wire::kIpv4HeaderSize;

  Ipv4Output(const IpParameters& parameters, RouteCache& routes, PathMtu& path_mtu, EthernetOutput& ethernet, Arp& arp,
             LoopbackQueue& loopback, Counters& counters);

  // Where the payload of the next datagram goes; size <= kPayloadLimit. Valid until the next send().
  [[nodiscard]] MutableBytes payload_area(std::size_t size) {
    return buffer_.packet(wire::kIpv4HeaderSize + size).subspan(wire::kIpv4HeaderSize);
  }
  // Sends what is in payload_area(), fragmented if it must and may be.
  SendOutcome send(const Ipv4Send& datagram, std::size_t payload_size, TimePoint now);
  // The same for a sender that sizes its datagrams itself, as TCP does: one larger than the interface's MTU is not
  // sent.
  SendOutcome send_whole(const Ipv4Send& datagram, std::size_t payload_size, TimePoint now);

  // The address that datagrams to this destination should carry; nothing without a route.
  [[nodiscard]] std::optional<Ipv4Addr> source_for(Ipv4Addr destination);
  // DefaultTTL, and 1 for multicast (IP-04, IP-05).
  [[nodiscard]] std::uint8_t ttl_for(Ipv4Addr destination) const {
    return destination.is_multicast() ? std::uint8_t{1} : parameters_.default_ttl;
  }
  [[nodiscard]] std::uint8_t default_tos() const { return parameters_.default_tos; }

 private:
  // Writes the header in front of payload_area() and hands the datagram on.
  void finish(RouteCacheEntry& route, const Ipv4Send& datagram, std::size_t payload_size, TimePoint now);
  void fragment(RouteCacheEntry& route, const Ipv4Send& datagram, std::size_t payload_size, std::size_t mtu,
                TimePoint now);
  void transmit(RouteCacheEntry& route, FrameBuffer& buffer, std::size_t size, TimePoint now);

  const IpParameters parameters_;
  RouteCache& routes_;
  PathMtu& path_mtu_;
  EthernetOutput& ethernet_;
  Arp& arp_;
  LoopbackQueue& loopback_;
  Counters& counters_;
  FrameBuffer buffer_;
  FrameBuffer fragment_;
};

}  // namespace flue::stack
