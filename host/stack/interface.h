// One interface of the stack: its link, its addresses and what follows from them, its ARP cache.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "host/base/address.h"
#include "host/base/time.h"
#include "host/link/link.h"
#include "host/params/parameters.h"
#include "host/stack/arp_cache.h"
#include "host/stack/stack.h"

namespace flue::stack {

// An address of this host and what duplicate address detection knows of it (DAD-01..05).
struct OwnAddress {
  Ipv4Cidr cidr;
  std::uint32_t announcements_left = 0;  // gratuitous requests still to be sent
  TimePoint next_announcement = kNever;
  TimePoint claimed_at = kNever;  // from then on nobody has objected: a later conflict is the other host's fault
  bool in_use_elsewhere = false;  // another host has it: we do not use it
  TimePoint next_conflict_log{};  // conflicts before this time are counted, not logged
};

struct Interface {
  Interface(InterfaceId interface_id, const InterfaceConfig& configuration, Link& port, const Parameters& parameters);

  InterfaceId id;
  InterfaceConfig config;
  MacAddr mac;
  std::uint32_t mtu;    // bytes of an IP datagram
  std::uint64_t speed;  // bits/s
  LinkOffloads offloads;
  TcpParameters tcp;  // in force for connections through this interface
  bool snap;          // 802.3 SNAP is sent (LINK-05)
  Link* link;
  ArpCache arp;
  std::vector<OwnAddress> addresses;  // the first is the primary
  std::vector<Ipv4Addr> broadcasts;   // of their subnets and classful networks, and the limited one
  bool up = true;                     // false: every address turned out to be in use elsewhere (DAD-05)

  // A valid own address of this interface.
  [[nodiscard]] bool owns(Ipv4Addr address) const {
    for (const OwnAddress& own : addresses) {
      if (own.cidr.address == address) return !own.in_use_elsewhere;
    }
    return false;
  }
  // The limited broadcast, or that of one of our subnets or of its classful network.
  [[nodiscard]] bool is_broadcast(Ipv4Addr address) const {
    for (const Ipv4Addr broadcast : broadcasts) {
      if (broadcast == address) return true;
    }
    return false;
  }
  [[nodiscard]] bool on_subnet(Ipv4Addr address) const;
  // The address that datagrams to this neighbour should carry: one of its subnet, else the primary one; 0.0.0.0 if
  // none is valid.
  [[nodiscard]] Ipv4Addr source_for(Ipv4Addr neighbour) const;
};

using Interfaces = std::vector<std::unique_ptr<Interface>>;  // in binding order; never shrinks

// The interface that has this address, or null. The loopback network belongs to none.
const Interface* owner_of(const Interfaces& interfaces, Ipv4Addr address);

}  // namespace flue::stack
