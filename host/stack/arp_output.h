// Sends ARP packets through an interface.
#pragma once

#include "host/base/address.h"
#include "host/base/time.h"
#include "host/stack/counters.h"
#include "host/stack/ethernet.h"
#include "host/stack/interface.h"
#include "host/wire/arp.h"

namespace flue::stack {

class ArpOutput {
 public:
  ArpOutput(EthernetOutput& ethernet, Counters& counters) : ethernet_(ethernet), counters_(counters) {}

  // Broadcasts: who has `target`? (ARP-03)
  void request(Interface& interface, Ipv4Addr target, TimePoint now);
  // Answers the request `asked` with the interface's MAC, to the sender alone (ARP-26).
  void reply(Interface& interface, const wire::ArpView& asked, TimePoint now);
  // Broadcasts a request for the sender's own address, which says to all where it is (DAD-01). `mac` is whose claim it
  // is: ours, or another host's that we repair (DAD-12).
  void gratuitous(Interface& interface, Ipv4Addr address, const MacAddr& mac, TimePoint now);

 private:
  void send(Interface& interface, const wire::ArpPacket& packet, const MacAddr& to, TimePoint now);

  EthernetOutput& ethernet_;
  Counters& counters_;
  FrameBuffer buffer_;
};

}  // namespace flue::stack
