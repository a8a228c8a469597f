// Duplicate address detection (DAD-01..09, DAD-12): announces the addresses of an interface by gratuitous requests, and
// judges every ARP packet whose sender claims one of them.
#pragma once

#include <functional>

#include "host/base/address.h"
#include "host/base/log.h"
#include "host/base/time.h"
#include "host/params/parameters.h"
#include "host/stack/arp_output.h"
#include "host/stack/counters.h"
#include "host/stack/interface.h"
#include "host/wire/arp.h"

namespace flue::stack {

inline constexpr Duration kAnnounceInterval = std::chrono::seconds(1);
inline constexpr Duration kConflictLogInterval = std::chrono::seconds(10);

class DuplicateAddress {
 public:
  // Called when another host proved to have an address that we were announcing; it is no longer ours then (DAD-05).
  using AddressLost = std::function<void(Interface& interface, const Ipv4Cidr& address, TimePoint now)>;

  DuplicateAddress(const ArpParameters& parameters, ArpOutput& output, Counters& counters, Log& log, AddressLost lost)
      : parameters_(parameters), output_(output), counters_(counters), log_(log), lost_(std::move(lost)) {}

  // Starts to announce every address of a new interface: ArpRetryCount requests each, one a second, the first now. The
  // addresses are in use meanwhile.
  void start(Interface& interface, TimePoint now);
  // True if the sender of this packet claims one of our addresses with a foreign MAC (ARP-25).
  bool check(Interface& interface, const wire::ArpView& packet, TimePoint now);
  void poll(Interface& interface, TimePoint now);
  [[nodiscard]] static TimePoint next_deadline(const Interface& interface);

 private:
  void announce(Interface& interface, OwnAddress& address, TimePoint now);
  void log_conflict(OwnAddress& address, const MacAddr& other, TimePoint now);
  void give_up(Interface& interface, OwnAddress& address, const MacAddr& defender, TimePoint now);

  const ArpParameters parameters_;
  ArpOutput& output_;
  Counters& counters_;
  Log& log_;
  AddressLost lost_;
};

}  // namespace flue::stack
