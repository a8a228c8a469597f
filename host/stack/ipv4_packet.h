// A datagram that reached this host, as the protocols above IP see it.
#pragma once

#include "host/stack/interface.h"
#include "host/wire/ipv4.h"

namespace flue::stack {

struct Ipv4Packet {
  const wire::Ipv4View& view;
  Interface* interface = nullptr;  // where it came in; null: looped back
  bool to_broadcast = false;
  bool checksum_verified = false;  // by the port (LINK-20), or it never left our memory

  [[nodiscard]] Ipv4Addr source() const { return view.source(); }
  [[nodiscard]] Ipv4Addr destination() const { return view.destination(); }
};

}  // namespace flue::stack
