#include "host/stack/ipv4_output.h"

#include <algorithm>

#include "host/wire/ethernet.h"

namespace flue::stack {

using Kind = RouteCacheEntry::Kind;

Ipv4Output::Ipv4Output(const IpParameters& parameters, RouteCache& routes, PathMtu& path_mtu, EthernetOutput& ethernet,
                       Arp& arp, LoopbackQueue& loopback, Counters& counters)
    : parameters_(parameters),
      routes_(routes),
      path_mtu_(path_mtu),
      ethernet_(ethernet),
      arp_(arp),
      loopback_(loopback),
      counters_(counters) {}

SendOutcome Ipv4Output::send(const Ipv4Send& datagram, std::size_t payload_size, TimePoint now) {
  counters_.add(Counter::kIpOutRequests);
  RouteCacheEntry& route = routes_.get(datagram.destination);
  if (route.kind == Kind::kNoRoute) {
    counters_.add(Counter::kIpOutNoRoutes);
    return SendOutcome::kNoRoute;
  }
  if (route.kind == Kind::kLoopback) {
    finish(route, datagram, payload_size, now);
    return SendOutcome::kSent;
  }
  const auto link_mtu = static_cast<std::uint16_t>(std::min<std::size_t>(route.interface->mtu, 65535));
  const std::size_t mtu = path_mtu_.get(datagram.destination, link_mtu, now);
  if (wire::kIpv4HeaderSize + payload_size <= mtu) {
    finish(route, datagram, payload_size, now);
  } else if (datagram.dont_fragment) {
    counters_.add(Counter::kIpOutNeedsFrag);
    return SendOutcome::kNeedsFragmentation;
  } else {
    fragment(route, datagram, payload_size, mtu, now);
  }
  return SendOutcome::kSent;
}

SendOutcome Ipv4Output::send_whole(const Ipv4Send& datagram, std::size_t payload_size, TimePoint now) {
  counters_.add(Counter::kIpOutRequests);
  RouteCacheEntry& route = routes_.get(datagram.destination);
  if (route.kind == Kind::kNoRoute) {
    counters_.add(Counter::kIpOutNoRoutes);
    return SendOutcome::kNoRoute;
  }
  if (route.interface != nullptr && wire::kIpv4HeaderSize + payload_size > route.interface->mtu) {
    counters_.add(Counter::kIpOutNeedsFrag);
    return SendOutcome::kNeedsFragmentation;
  }
  finish(route, datagram, payload_size, now);
  return SendOutcome::kSent;
}

void Ipv4Output::finish(RouteCacheEntry& route, const Ipv4Send& datagram, std::size_t payload_size, TimePoint now) {
  const wire::Ipv4Header header{.tos = datagram.tos,
                                .id = route.next_id++,
                                .dont_fragment = datagram.dont_fragment,
                                .more_fragments = false,
                                .fragment_offset = 0,
                                .ttl = datagram.ttl,
                                .protocol = datagram.protocol,
                                .source = datagram.source,
                                .destination = datagram.destination,
                                .options = {}};
  header.emit(buffer_.packet(wire::kIpv4HeaderSize), payload_size);
  transmit(route, buffer_, wire::kIpv4HeaderSize + payload_size, now);
}

void Ipv4Output::fragment(RouteCacheEntry& route, const Ipv4Send& datagram, std::size_t payload_size, std::size_t mtu,
                          TimePoint now) {
  const Bytes payload = payload_area(payload_size);
  const std::size_t piece_limit = (mtu - wire::kIpv4HeaderSize) / 8 * 8;  // IP-12
  const std::uint16_t id = route.next_id++;
  for (std::size_t at = 0; at < payload_size; at += piece_limit) {
    const Bytes piece = payload.subspan(at, std::min(piece_limit, payload_size - at));
    const wire::Ipv4Header header{.tos = datagram.tos,
                                  .id = id,
                                  .dont_fragment = false,
                                  .more_fragments = at + piece.size() < payload_size,
                                  .fragment_offset = static_cast<std::uint32_t>(at),
                                  .ttl = datagram.ttl,
                                  .protocol = datagram.protocol,
                                  .source = datagram.source,
                                  .destination = datagram.destination,
                                  .options = {}};
    const MutableBytes packet = fragment_.packet(wire::kIpv4HeaderSize + piece.size());
    header.emit(packet, piece.size());
    std::copy(piece.begin(), piece.end(), packet.begin() + wire::kIpv4HeaderSize);
    counters_.add(Counter::kIpOutFragCreates);
    transmit(route, fragment_, packet.size(), now);
  }
  counters_.add(Counter::kIpOutFragOks);
}

void Ipv4Output::transmit(RouteCacheEntry& route, FrameBuffer& buffer, std::size_t size, TimePoint now) {
  switch (route.kind) {
    case Kind::kNoRoute:
      return;
    case Kind::kLoopback:
      counters_.add(loopback_.push(buffer.packet(size), now) ? Counter::kIpLoopedBack : Counter::kIpLoopbackFull);
      return;
    case Kind::kBroadcast:
      ethernet_.send(*route.interface, kBroadcastMac, wire::kEtherTypeIpv4, buffer, size, now);
      return;
    case Kind::kMulticast:
      ethernet_.send(*route.interface, wire::multicast_mac(route.destination), wire::kEtherTypeIpv4, buffer, size, now);
      return;
    case Kind::kNeighbour:
    case Kind::kRouter:
      break;
  }
  ArpCache& cache = route.interface->arp;
  if (route.arp == nullptr || route.arp_version != cache.version() || !cache.use(*route.arp, now)) {
    route.arp = cache.find_for_send(route.next_hop, now);
    route.arp_version = cache.version();
  }
  if (route.arp != nullptr) {
    ethernet_.send(*route.interface, route.arp->mac, wire::kEtherTypeIpv4, buffer, size, now);
  } else {
    arp_.hold(*route.interface, route.next_hop, buffer.packet(size), now);
  }
}

std::optional<Ipv4Addr> Ipv4Output::source_for(Ipv4Addr destination) {
  const RouteCacheEntry& route = routes_.get(destination);
  if (route.kind == Kind::kNoRoute) return std::nullopt;
  if (route.kind == Kind::kLoopback) return destination;
  const Ipv4Addr source = route.interface->source_for(route.next_hop);
  return source.is_any() ? std::nullopt : std::optional(source);
}

}  // namespace flue::stack
