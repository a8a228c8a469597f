// What routers have said of the largest datagram towards a destination (RFC 1191, PMTU-01..07, 14): one entry per
// destination, forgotten after ten minutes. Bounded: the entry that would be forgotten first gives way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "host/base/address.h"
#include "host/base/time.h"

namespace flue::stack {

class PathMtu {
 public:
  static constexpr Duration kLife = std::chrono::minutes(10);  // RFC 1191 section 6.3
  static constexpr std::size_t kLimit = 4096;

  // `least`: no smaller value is believed, whatever a router says (PMTU-06: 88; PMTU-07: 68).
  explicit PathMtu(std::uint16_t least) : least_(least) {}

  // What an ICMP error amounts to: the MTU it names, or for an old router, which names 0, the next plateau below the
  // length of the datagram that did not pass (RFC 1191 section 7.1, PMTU-14).
  [[nodiscard]] std::uint16_t believed(std::uint16_t reported, std::uint16_t quoted_length) const;

  // The path takes `mtu` bytes. An estimate never grows by such news, and shrinks only below `link_mtu`.
  void lower(Ipv4Addr destination, std::uint16_t mtu, std::uint16_t link_mtu, TimePoint now);

  // The path MTU known now, at most `link_mtu`.
  [[nodiscard]] std::uint16_t get(Ipv4Addr destination, std::uint16_t link_mtu, TimePoint now) const;

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint16_t mtu;
    TimePoint expires;
  };
  void make_room(TimePoint now);

  const std::uint16_t least_;
  std::unordered_map<Ipv4Addr, Entry> entries_;
};

}  // namespace flue::stack
