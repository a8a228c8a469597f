// The address resolution protocol (RFC 826, ARP-01..26): resolves the next hop of what is sent, answers requests for
// our addresses, and learns from what others say. The table itself is arp_cache.h's.
#pragma once

#include <cstddef>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/time.h"
#include "host/stack/arp_output.h"
#include "host/stack/counters.h"
#include "host/stack/duplicate_address.h"
#include "host/stack/ethernet.h"
#include "host/stack/interface.h"

namespace flue::stack {

class Arp {
 public:
  Arp(EthernetOutput& ethernet, ArpOutput& output, DuplicateAddress& duplicates, Counters& counters)
      : ethernet_(ethernet), output_(output), duplicates_(duplicates), counters_(counters) {}

  void on_packet(Interface& interface, Bytes packet, TimePoint now);

  // Keeps the datagram for a next hop that is not in the cache, and asks for it.
  void hold(Interface& interface, Ipv4Addr next_hop, Bytes datagram, TimePoint now);

  void poll(Interface& interface, TimePoint now);
  [[nodiscard]] static TimePoint next_deadline(const Interface& interface);

 private:
  void learn(Interface& interface, const wire::ArpView& packet, TimePoint now);

  EthernetOutput& ethernet_;
  ArpOutput& output_;
  DuplicateAddress& duplicates_;
  Counters& counters_;
  FrameBuffer released_;  // the datagram that waited
};

}  // namespace flue::stack
