#include "host/stack/ipv4_input.h"

namespace flue::stack {
namespace {

constexpr std::uint8_t kOptionEnd = 0;
constexpr std::uint8_t kOptionNop = 1;
constexpr std::uint8_t kLooseSourceRoute = 131;
constexpr std::uint8_t kStrictSourceRoute = 137;

// Other options are accepted and skipped (RFC 1122 3.2.1.8). A list with a broken length ends there.
bool has_source_route(Bytes options) {
  std::size_t at = 0;
  while (at < options.size()) {
    const std::uint8_t kind = load_u8(options, at);
    if (kind == kLooseSourceRoute || kind == kStrictSourceRoute) return true;
    if (kind == kOptionEnd) return false;
    if (kind == kOptionNop) {
      ++at;
      continue;
    }
    if (at + 1 >= options.size() || load_u8(options, at + 1) < 2) return false;
    at += load_u8(options, at + 1);
  }
  return false;
}

// No single host has such an address (RFC 1122 3.2.1.3, RFC 1812 5.3.7).
bool impossible_source(const Interface& interface, Ipv4Addr source) {
  return source.is_any() || source.is_loopback() || source.is_multicast() || source.is_reserved() ||
         interface.is_broadcast(source);
}

}  // namespace

Ipv4Input::Ipv4Input(const IpParameters& parameters, const Interfaces& interfaces, Icmp& icmp, Udp& udp, TcpGlue& tcp,
                     Counters& counters)
    : interfaces_(interfaces),
      icmp_(icmp),
      udp_(udp),
      tcp_(tcp),
      counters_(counters),
      reassembler_(parameters.ip_reassembly_timeout, parameters.reassembly_memory) {}

void Ipv4Input::on_packet(Interface& interface, Bytes packet, bool to_group, TimePoint now) {
  counters_.add(Counter::kIpInReceives);
  const auto view = wire::Ipv4View::parse(packet);
  if (!view) {
    counters_.add(Counter::kIpInHdrErrors);
    return;
  }
  if (!interface.offloads.rx_checksum && !view->checksum_ok()) {
    counters_.add(Counter::kIpInChecksum);
    return;
  }
  const bool to_broadcast = !interface.owns(view->destination()) && interface.is_broadcast(view->destination());
  const Counter reason = objection(interface, *view, to_group, to_broadcast);
  if (reason != Counter::kCount) {
    counters_.add(reason);
    return;
  }
  const Ipv4Packet accepted{.view = *view,
                            .interface = &interface,
                            .to_broadcast = to_broadcast,
                            .checksum_verified = interface.offloads.rx_checksum};
  if (view->is_fragment()) {
    reassemble(accepted, now);
  } else {
    deliver(accepted, now);
  }
}

Counter Ipv4Input::objection(const Interface& interface, const wire::Ipv4View& view, bool to_group,
                             bool to_broadcast) const {
  const Ipv4Addr source = view.source();
  if (impossible_source(interface, source)) return Counter::kIpInMartians;
  // Any own address is ours on any interface, as in the reference (a host with several addresses is one host).
  if (!to_broadcast && !interface.owns(view.destination()) && owner_of(interfaces_, view.destination()) == nullptr) {
    return Counter::kIpInAddrErrors;
  }
  if (owner_of(interfaces_, source) != nullptr) return Counter::kIpInMartians;
  // RFC 1122 3.3.6: a datagram in a broadcast frame must be addressed to a broadcast address.
  if (to_group && !to_broadcast) return Counter::kIpInLinkGroup;
  if (view.header_size() > wire::kIpv4HeaderSize && has_source_route(view.options())) return Counter::kIpInSourceRoute;
  return Counter::kCount;
}

void Ipv4Input::on_loopback(Bytes datagram, TimePoint now) {
  counters_.add(Counter::kIpInReceives);
  const auto view = wire::Ipv4View::parse(datagram);
  if (!view) {
    counters_.add(Counter::kIpInHdrErrors);
    return;
  }
  deliver({.view = *view, .interface = nullptr, .to_broadcast = false, .checksum_verified = true}, now);
}

void Ipv4Input::reassemble(const Ipv4Packet& fragment, TimePoint now) {
  using Outcome = Reassembler::Outcome;
  counters_.add(Counter::kIpReasmReqds);
  const Reassembler::Added added = reassembler_.add(fragment.view, now);
  counters_.add(Counter::kIpReasmNoMemory, added.evicted);
  counters_.add(Counter::kIpReasmFails, added.evicted);
  switch (added.outcome) {
    case Outcome::kIncomplete:
    case Outcome::kDuplicate:
      return;
    case Outcome::kOverlap:
      counters_.add(Counter::kIpReasmOverlaps);
      counters_.add(Counter::kIpReasmFails);
      return;
    case Outcome::kTooLong:
    case Outcome::kBadFragment:
      counters_.add(Counter::kIpReasmTooLong);
      counters_.add(Counter::kIpReasmFails);
      return;
    case Outcome::kComplete:
      break;
  }
  const auto whole = wire::Ipv4View::parse(added.datagram);
  if (!whole) {
    counters_.add(Counter::kIpInHdrErrors);
    return;
  }
  counters_.add(Counter::kIpReasmOks);
  // A port checks the sum of whole datagrams only.
  deliver({.view = *whole,
           .interface = fragment.interface,
           .to_broadcast = fragment.to_broadcast,
           .checksum_verified = false},
          now);
}

void Ipv4Input::deliver(const Ipv4Packet& packet, TimePoint now) {
  switch (packet.view.protocol()) {
    case wire::kProtocolTcp:
      tcp_.on_packet(packet, now);
      break;
    case wire::kProtocolUdp:
      udp_.on_packet(packet, now);
      break;
    case wire::kProtocolIcmp:
      icmp_.on_packet(packet, now);
      break;
    default:
      counters_.add(Counter::kIpInUnknownProtos);
      icmp_.send_unreachable(packet, wire::kProtocolUnreachable, now);
      return;
  }
  counters_.add(Counter::kIpInDelivers);
}

void Ipv4Input::poll(TimePoint now) {
  for (const std::vector<std::byte>& first : reassembler_.poll(now)) {
    counters_.add(Counter::kIpReasmTimeouts);
    counters_.add(Counter::kIpReasmFails);
    if (!first.empty()) icmp_.send_reassembly_timeout(first, now);
  }
}

}  // namespace flue::stack
