#include "host/stack/duplicate_address.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace flue::stack {
namespace {

// The form of the reference system's log: 00:DD:01:0F:7A:B5 (DAD-09).
std::string upper_case(const MacAddr& mac) {
  std::string text = to_string(mac);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
  return text;
}

}  // namespace

void DuplicateAddress::start(Interface& interface, TimePoint now) {
  for (OwnAddress& address : interface.addresses) {
    address.announcements_left = parameters_.arp_retry_count;
    address.claimed_at = now + kAnnounceInterval * parameters_.arp_retry_count;
    announce(interface, address, now);
  }
}

void DuplicateAddress::announce(Interface& interface, OwnAddress& address, TimePoint now) {
  address.next_announcement = kNever;
  if (address.announcements_left == 0 || address.in_use_elsewhere) return;
  output_.gratuitous(interface, address.cidr.address, interface.mac, now);
  if (--address.announcements_left > 0) address.next_announcement = now + kAnnounceInterval;
}

bool DuplicateAddress::check(Interface& interface, const wire::ArpView& packet, TimePoint now) {
  if (packet.sender_mac() == interface.mac) return false;
  const auto found = std::find_if(interface.addresses.begin(), interface.addresses.end(),
                                  [&](const OwnAddress& a) { return a.cidr.address == packet.sender_address(); });
  if (found == interface.addresses.end() || found->in_use_elsewhere) return false;
  counters_.add(Counter::kArpConflicts);
  log_conflict(*found, packet.sender_mac(), now);
  if (now < found->claimed_at) {
    give_up(interface, *found, packet.sender_mac(), now);
  } else if (parameters_.defender_announces) {
    output_.gratuitous(interface, found->cidr.address, interface.mac, now);  // DAD-07
  }
  return true;
}

// V-05.
void DuplicateAddress::log_conflict(OwnAddress& address, const MacAddr& other, TimePoint now) {
  if (now < address.next_conflict_log) return;
  address.next_conflict_log = now + kConflictLogInterval;
  log_(LogLevel::kError,
       "The system detected an address conflict for IP address {} with the system having hardware address {}. "
       "Network operations on this system may be disrupted as a result.",
       to_string(address.cidr.address), upper_case(other));
}

// We came second: the other host keeps the address, and those who took our announcement for true are told so (DAD-12).
void DuplicateAddress::give_up(Interface& interface, OwnAddress& address, const MacAddr& defender, TimePoint now) {
  address.in_use_elsewhere = true;
  address.next_announcement = kNever;
  // NT4 leaves the repair to the defender (DAD-07).
  if (!parameters_.defender_announces) output_.gratuitous(interface, address.cidr.address, defender, now);
  interface.up = std::any_of(interface.addresses.begin(), interface.addresses.end(),
                             [](const OwnAddress& a) { return !a.in_use_elsewhere; });
  if (!interface.up) log_(LogLevel::kError, "{}: IP is disabled, its address is in use", interface.config.name);
  lost_(interface, address.cidr, now);
}

void DuplicateAddress::poll(Interface& interface, TimePoint now) {
  for (OwnAddress& address : interface.addresses) {
    if (address.next_announcement <= now) announce(interface, address, now);
  }
}

TimePoint DuplicateAddress::next_deadline(const Interface& interface) {
  TimePoint next = kNever;
  for (const OwnAddress& address : interface.addresses) next = std::min(next, address.next_announcement);
  return next;
}

}  // namespace flue::stack
