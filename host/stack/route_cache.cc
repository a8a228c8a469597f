#include "host/stack/route_cache.h"

namespace flue::stack {

RouteCache::RouteCache(const RouteTable& table, const Interfaces& interfaces, Random& random)
    : table_(table), interfaces_(interfaces), random_(random), slots_(kSlots) {
  static_assert(kSlots == 1u << 10);
}

void RouteCache::fill(RouteCacheEntry& entry, Ipv4Addr destination) {
  using Kind = RouteCacheEntry::Kind;
  // The counter goes on when only the table changed.
  if (entry.destination != destination || entry.table_version == 0) {
    entry.next_id = static_cast<std::uint16_t>(random_.next());
  }
  entry.destination = destination;
  entry.table_version = table_.version();
  entry.interface = nullptr;
  entry.arp = nullptr;

  const Route* route = table_.find(destination);
  if (route == nullptr || destination.is_any()) {
    entry.kind = Kind::kNoRoute;
    return;
  }
  if (route->loopback) {
    entry.kind = Kind::kLoopback;
    return;
  }
  Interface& interface = *interfaces_[route->interface.index];
  entry.next_hop = route->gateway.value_or(destination);
  if (destination.is_multicast()) {
    entry.kind = Kind::kMulticast;  // never to a gateway (MCAST-03)
  } else if (interface.is_broadcast(destination)) {
    entry.kind = Kind::kBroadcast;
  } else {
    entry.kind = route->gateway ? Kind::kRouter : Kind::kNeighbour;
  }
  if (destination.is_reserved()) entry.kind = Kind::kNoRoute;
  if (entry.kind != Kind::kNoRoute) entry.interface = &interface;
}

}  // namespace flue::stack
