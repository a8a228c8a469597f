#include "host/stack/arp.h"

#include <algorithm>

#include "host/wire/arp.h"
#include "host/wire/ethernet.h"

namespace flue::stack {
namespace {

// Nobody can honestly be there; an all-zero sender address is a probe (RFC 5227) and teaches nothing.
bool possible_neighbour(const Interface& interface, const wire::ArpView& packet) {
  const Ipv4Addr sender = packet.sender_address();
  return !sender.is_any() && !sender.is_multicast() && !sender.is_loopback() && !interface.is_broadcast(sender) &&
         !interface.owns(sender);
}

}  // namespace

void Arp::on_packet(Interface& interface, Bytes bytes, TimePoint now) {
  const auto packet = wire::ArpView::parse(bytes);
  if (!packet || packet->sender_mac().is_group() || packet->sender_mac().is_zero()) {
    counters_.add(Counter::kArpInBad);
    return;
  }
  const bool request = packet->operation() == wire::ArpOperation::kRequest;
  counters_.add(request ? Counter::kArpInRequests : Counter::kArpInReplies);
  if (packet->sender_mac() == interface.mac) return;  // our own broadcast came back

  const bool conflict = duplicates_.check(interface, *packet, now);
  if (!conflict && possible_neighbour(interface, *packet)) learn(interface, *packet, now);
  if (request && interface.owns(packet->target_address())) output_.reply(interface, *packet, now);
}

void Arp::learn(Interface& interface, const wire::ArpView& packet, TimePoint now) {
  // RFC 826: who asks us will soon hear from us. Strangers to the subnet are not worth an entry.
  const bool create = interface.owns(packet.target_address()) && interface.on_subnet(packet.sender_address());
  const ArpCache::Learned learned = interface.arp.learn(packet.sender_address(), packet.sender_mac(), create, now);
  if (learned.evicted) counters_.add(Counter::kArpEvicted);
  if (learned.waiting.empty()) return;
  interface.arp.find_for_send(packet.sender_address(), now);  // sending to it is a reference (ARP-09)
  std::copy(learned.waiting.begin(), learned.waiting.end(), released_.packet(learned.waiting.size()).begin());
  ethernet_.send(interface, packet.sender_mac(), wire::kEtherTypeIpv4, released_, learned.waiting.size(), now);
}

void Arp::hold(Interface& interface, Ipv4Addr next_hop, Bytes datagram, TimePoint now) {
  const ArpCache::Held held = interface.arp.hold(next_hop, datagram, now);
  if (held.replaced) counters_.add(Counter::kArpReplaced);
  if (held.evicted) counters_.add(Counter::kArpEvicted);
  if (held.request_now) output_.request(interface, next_hop, now);
}

void Arp::poll(Interface& interface, TimePoint now) {
  duplicates_.poll(interface, now);
  const ArpCache::Due due = interface.arp.poll(now);
  for (const Ipv4Addr address : due.requests) output_.request(interface, address, now);
  counters_.add(Counter::kArpUnresolved, due.unresolved);
}

TimePoint Arp::next_deadline(const Interface& interface) {
  return std::min(interface.arp.next_deadline(), DuplicateAddress::next_deadline(interface));
}

}  // namespace flue::stack
