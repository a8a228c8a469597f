// Reassembly of IPv4 fragments (RFC 791 section 3.2, IP-12, IP-13), bounded in memory and time. A datagram whose
// fragments overlap is dropped as a whole, and what arrives of it later too (RFC 5722's rule, taken over for IPv4: an
// honest sender does not overlap); an exact duplicate is ignored.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <vector>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/time.h"
#include "host/wire/ipv4.h"

namespace flue::stack {

class Reassembler {
 public:
  // `memory`: bytes that all incomplete datagrams may take together, bookkeeping included; beyond it the oldest goes.
  Reassembler(Duration timeout, std::size_t memory) : timeout_(timeout), memory_limit_(memory) {}

  enum class Outcome : std::uint8_t { kIncomplete, kComplete, kDuplicate, kOverlap, kTooLong, kBadFragment };
  struct Added {
    Outcome outcome = Outcome::kIncomplete;
    std::size_t evicted = 0;          // datagrams that had to go for lack of memory
    std::vector<std::byte> datagram;  // kComplete: header of the first fragment, whole payload
  };
  // `fragment` has more_fragments or an offset.
  Added add(const wire::Ipv4View& fragment, TimePoint now);

  // Drops what waited too long. For each one the start of its first fragment, as an ICMP error quotes it; empty if that
  // never came, and then no error is due (RFC 1122 3.3.2).
  std::vector<std::vector<std::byte>> poll(TimePoint now);
  [[nodiscard]] TimePoint next_deadline() const;

  [[nodiscard]] std::size_t memory_used() const { return memory_used_; }
  [[nodiscard]] std::size_t size() const { return partials_.size(); }

 private:
  // RFC 791: these four say which datagram a fragment belongs to.
  struct Key {
    Ipv4Addr source;
    Ipv4Addr destination;
    std::uint16_t id;
    std::uint8_t protocol;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Piece {
    std::uint32_t begin;
    std::vector<std::byte> bytes;
    [[nodiscard]] std::uint32_t end() const { return begin + static_cast<std::uint32_t>(bytes.size()); }
  };
  struct Partial {
    TimePoint expires;
    std::vector<std::byte> header;       // of the first fragment; empty until it comes
    std::vector<Piece> pieces;           // by offset, disjoint
    std::optional<std::uint32_t> total;  // payload size, known from the last fragment
    std::uint32_t received = 0;          // payload bytes in `pieces`
    std::size_t memory = 0;
    bool poisoned = false;  // overlapped: the rest is swallowed until the time is over
    std::list<Key>::iterator order;
  };
  using Partials = std::map<Key, Partial>;

  Partials::iterator find_or_make(const Key& key, TimePoint now);
  Outcome insert(Partial& partial, const wire::Ipv4View& fragment);
  static Outcome place(Partial& partial, std::uint32_t begin, Bytes bytes);
  void poison(Partial& partial);
  void charge(Partial& partial, std::size_t bytes);
  static std::vector<std::byte> join(const Partial& partial);
  void erase(Partials::iterator partial);

  const Duration timeout_;
  const std::size_t memory_limit_;
  Partials partials_;
  std::list<Key> order_;  // oldest first, which is also the order of expiry
  std::size_t memory_used_ = 0;
};

}  // namespace flue::stack
