// IPv4 in: header checks, who it is for, where it cannot come from, reassembly, and on to the protocol (IP-01, IP-02,
// IP-07, IP-12, IP-13, IP-16, IP-17). The TTL does not matter to the host that a datagram is for.
#pragma once

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/time.h"
#include "host/params/parameters.h"
#include "host/stack/counters.h"
#include "host/stack/icmp.h"
#include "host/stack/interface.h"
#include "host/stack/ipv4_packet.h"
#include "host/stack/reassembly.h"
#include "host/stack/tcp_glue.h"
#include "host/stack/udp.h"
#include "host/wire/ipv4.h"

namespace flue::stack {

class Ipv4Input {
 public:
  Ipv4Input(const IpParameters& parameters, const Interfaces& interfaces, Icmp& icmp, Udp& udp, TcpGlue& tcp,
            Counters& counters);

  // A packet of type IPv4, perhaps with padding behind it. `to_group`: it came in a broadcast frame.
  void on_packet(Interface& interface, Bytes packet, bool to_group, TimePoint now);
  // A datagram that we sent to ourselves.
  void on_loopback(Bytes datagram, TimePoint now);

  // Gives up datagrams whose fragments did not all come (IP-13).
  void poll(TimePoint now);
  [[nodiscard]] TimePoint next_deadline() const { return reassembler_.next_deadline(); }

 private:
  // Why a datagram from a wire is not for us; kCount if it is.
  [[nodiscard]] Counter objection(const Interface& interface, const wire::Ipv4View& view, bool to_group,
                                  bool to_broadcast) const;
  void reassemble(const Ipv4Packet& fragment, TimePoint now);
  void deliver(const Ipv4Packet& packet, TimePoint now);

  const Interfaces& interfaces_;
  Icmp& icmp_;
  Udp& udp_;
  TcpGlue& tcp_;
  Counters& counters_;
  Reassembler reassembler_;
};

}  // namespace flue::stack
