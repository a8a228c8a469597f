// Route cache entries (ROUTE-31): per remote address the next hop in use, its ARP entry, and the IP identification
// counter. A fixed number of slots; an address that finds its slot taken replaces the other, at the price of one
// look-up in the table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/address.h"
#include "host/base/random.h"
#include "host/stack/arp_cache.h"
#include "host/stack/interface.h"
#include "host/stack/route_table.h"

namespace flue::stack {

struct RouteCacheEntry {
  enum class Kind : std::uint8_t { kNoRoute, kNeighbour, kRouter, kBroadcast, kMulticast, kLoopback };

  Ipv4Addr destination;
  std::uint32_t table_version = 0;  // of the route table; 0: the slot is empty
  Kind kind = Kind::kNoRoute;
  Interface* interface = nullptr;  // null with kNoRoute and kLoopback
  Ipv4Addr next_hop;
  ArpCache::Entry* arp = nullptr;  // of the next hop; good while the cache has arp_version
  std::uint32_t arp_version = 0;
  std::uint16_t next_id = 0;  // IP identification: a counter per destination with a random start
};

class RouteCache {
 public:
  static constexpr std::size_t kSlots = 1024;

  RouteCache(const RouteTable& table, const Interfaces& interfaces, Random& random);

  // Valid until the next call.
  RouteCacheEntry& get(Ipv4Addr destination) {
    RouteCacheEntry& entry = slots_[slot_of(destination)];
    if (entry.destination != destination || entry.table_version != table_.version()) fill(entry, destination);
    return entry;
  }

 private:
  [[nodiscard]] static std::size_t slot_of(Ipv4Addr destination) {
    return destination.bits() * 2654435769u >> 22;  // Fibonacci hashing to 10 bits
  }
  void fill(RouteCacheEntry& entry, Ipv4Addr destination);

  const RouteTable& table_;
  const Interfaces& interfaces_;
  Random& random_;
  std::vector<RouteCacheEntry> slots_;
};

}  // namespace flue::stack
