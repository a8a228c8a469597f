// The ARP cache of one interface as a table (ARP-06): entries, their ageing, the one datagram that waits for an
// unresolved neighbour, and the times at which a request is due. It sends nothing: arp.cc does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <queue>
#include <unordered_map>
#include <vector>

#include "host/base/address.h"
#include "host/base/bytes.h"
#include "host/base/time.h"
#include "host/params/parameters.h"

namespace flue::stack {

// Requests for one neighbour follow each other at this distance (ARP-21, RFC 1122 2.3.2.1) ...
inline constexpr Duration kArpRequestInterval = std::chrono::seconds(1);
// ... and after this many unanswered ones the waiting datagram is lost.
inline constexpr std::uint32_t kArpRequestLimit = 3;

class ArpCache {
 public:
  explicit ArpCache(const ArpParameters& parameters) : parameters_(parameters) {}
  ArpCache(const ArpCache&) = delete;
  ArpCache& operator=(const ArpCache&) = delete;

  struct Entry {
    MacAddr mac;
    bool is_static = false;
    bool resolved = false;
    bool referenced = false;       // a datagram was sent to it (ARP-09)
    TimePoint made;                // resolved, or its MAC changed
    TimePoint expires;             // resolved and dynamic: removed then; unresolved: the next step then
    TimePoint scheduled = kNever;  // the time under which it stands in the queue of deadlines; kNever: it does not
    std::uint32_t requests = 0;
    std::vector<std::byte> waiting;  // the latest datagram for it (ARP-17, ARP-19)
    std::list<Ipv4Addr>::iterator order;
  };

  // The resolved entry of a neighbour that a datagram is about to be sent to, which counts as a reference; null if
  // there is none. It may be kept and given to use() while version() stays the same.
  Entry* find_for_send(Ipv4Addr address, TimePoint now);
  // Marks the entry as referenced now; false if it has expired.
  bool use(Entry& entry, TimePoint now);
  // Changes whenever an entry is removed or loses its MAC.
  [[nodiscard]] std::uint32_t version() const { return version_; }

  // Keeps a datagram for an unresolved neighbour in place of an earlier one.
  struct Held {
    bool request_now = false;  // the first for this neighbour: a request is due
    bool replaced = false;     // an earlier datagram was dropped (ARP-18)
    bool evicted = false;      // another entry had to go
  };
  Held hold(Ipv4Addr address, Bytes datagram, TimePoint now);

  // An ARP packet said where `address` is. Unknown neighbours are entered if `create` (RFC 826: we were its target).
  // Returns the datagram that waited for it; empty if none did. Static entries stay as they are.
  struct Learned {
    std::vector<std::byte> waiting;
    bool evicted = false;
  };
  Learned learn(Ipv4Addr address, const MacAddr& mac, bool create, TimePoint now);

  void add_static(Ipv4Addr address, const MacAddr& mac, TimePoint now);
  // False if there is no such entry.
  bool remove(Ipv4Addr address);

  // Removes what has expired; says which neighbours must be asked again and how many datagrams were given up.
  struct Due {
    std::vector<Ipv4Addr> requests;
    std::size_t unresolved = 0;
  };
  Due poll(TimePoint now);
  [[nodiscard]] TimePoint next_deadline() const;

  // Resolved entries, static ones included.
  struct Line {
    Ipv4Addr address;
    MacAddr mac;
    bool is_static;
    TimePoint made;
  };
  [[nodiscard]] std::vector<Line> lines() const;
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Deadline {
    TimePoint at;
    Ipv4Addr address;
    bool operator<(const Deadline& other) const { return at > other.at; }  // earliest on top
  };
  using Entries = std::unordered_map<Ipv4Addr, Entry>;

  Entry& insert(Ipv4Addr address, bool& evicted);
  void erase(Entries::iterator entry);
  [[nodiscard]] TimePoint expiry(const Entry& entry, TimePoint last_use) const;
  void schedule(Ipv4Addr address, Entry& entry, TimePoint at);
  void rebuild_deadlines();
  bool evict_oldest();

  const ArpParameters parameters_;
  Entries entries_;
  // Dynamic entries in the order in which they were made, those never referenced apart: they go first (ARP-16).
  std::list<Ipv4Addr> unreferenced_;
  std::list<Ipv4Addr> referenced_;
  std::list<Ipv4Addr> static_;
  std::priority_queue<Deadline> deadlines_;  // may hold times that no longer count; poll() skips them
  std::uint32_t version_ = 0;
};

}  // namespace flue::stack
