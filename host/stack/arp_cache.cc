#include "host/stack/arp_cache.h"

#include <algorithm>

namespace flue::stack {
namespace {

constexpr std::uint32_t kNoMinimum = 0xFFFFFFFF;

}  // namespace

// ARP-10. An unreferenced entry ages from when it was made, a referenced one from its last use, but never beyond its
// longest life.
TimePoint ArpCache::expiry(const Entry& entry, TimePoint last_use) const {
  if (entry.is_static) return kNever;
  const TimePoint short_life = entry.made + std::chrono::seconds(parameters_.arp_cache_life);
  const std::uint32_t longest = parameters_.arp_cache_min_referenced_life;
  if (longest == kNoMinimum || parameters_.arp_cache_life >= longest) return short_life;
  if (!entry.referenced) return short_life;
  return std::min(entry.made + std::chrono::seconds(longest),
                  last_use + std::chrono::seconds(parameters_.arp_cache_life));
}

// An earlier time that already stands in the queue is left there: poll() then looks again.
void ArpCache::schedule(Ipv4Addr address, Entry& entry, TimePoint at) {
  if (entry.scheduled <= at) return;
  entry.scheduled = at;
  deadlines_.push({at, address});
  if (deadlines_.size() > 4 * entries_.size() + 64) rebuild_deadlines();
}

// Entries that come and go under a flood leave their times behind.
void ArpCache::rebuild_deadlines() {
  std::vector<Deadline> live;
  for (const auto& [address, entry] : entries_) {
    if (entry.scheduled != kNever) live.push_back({entry.scheduled, address});
  }
  deadlines_ = std::priority_queue<Deadline>(std::less<Deadline>(), std::move(live));
}

ArpCache::Entry* ArpCache::find_for_send(Ipv4Addr address, TimePoint now) {
  const auto found = entries_.find(address);
  if (found == entries_.end() || !found->second.resolved) return nullptr;
  if (use(found->second, now)) return &found->second;
  erase(found);  // expired, though poll() has not come yet
  return nullptr;
}

bool ArpCache::use(Entry& entry, TimePoint now) {
  if (now >= entry.expires) return false;
  if (!entry.referenced) {
    entry.referenced = true;
    if (!entry.is_static) referenced_.splice(referenced_.end(), unreferenced_, entry.order);
  }
  entry.expires = expiry(entry, now);
  return true;
}

ArpCache::Held ArpCache::hold(Ipv4Addr address, Bytes datagram, TimePoint now) {
  Held held;
  auto found = entries_.find(address);
  if (found == entries_.end()) {
    Entry& entry = insert(address, held.evicted);
    entry.expires = now + kArpRequestInterval;
    entry.requests = 1;
    schedule(address, entry, entry.expires);
    held.request_now = true;
    found = entries_.find(address);
  }
  std::vector<std::byte>& waiting = found->second.waiting;
  held.replaced = !waiting.empty();
  waiting.assign(datagram.begin(), datagram.end());
  return held;
}

ArpCache::Learned ArpCache::learn(Ipv4Addr address, const MacAddr& mac, bool create, TimePoint now) {
  Learned learned;
  const auto found = entries_.find(address);
  if (found == entries_.end() && !create) return learned;
  Entry& entry = found == entries_.end() ? insert(address, learned.evicted) : found->second;
  if (entry.is_static || (entry.resolved && entry.mac == mac)) return learned;
  if (entry.resolved) ++version_;
  entry.mac = mac;
  entry.resolved = true;
  entry.made = now;
  entry.expires = expiry(entry, now);
  schedule(address, entry, entry.expires);
  learned.waiting.swap(entry.waiting);
  return learned;
}

void ArpCache::add_static(Ipv4Addr address, const MacAddr& mac, TimePoint now) {
  remove(address);
  Entry& entry = entries_[address];
  entry.order = static_.insert(static_.end(), address);
  entry.mac = mac;
  entry.is_static = true;
  entry.resolved = true;
  entry.made = now;
  entry.expires = kNever;
}

bool ArpCache::remove(Ipv4Addr address) {
  const auto found = entries_.find(address);
  if (found == entries_.end()) return false;
  erase(found);
  return true;
}

ArpCache::Entry& ArpCache::insert(Ipv4Addr address, bool& evicted) {
  if (entries_.size() - static_.size() >= parameters_.max_entries) evicted = evict_oldest();
  Entry& entry = entries_[address];
  entry.order = unreferenced_.insert(unreferenced_.end(), address);
  return entry;
}

bool ArpCache::evict_oldest() {
  std::list<Ipv4Addr>& order = unreferenced_.empty() ? referenced_ : unreferenced_;
  return !order.empty() && remove(order.front());
}

void ArpCache::erase(Entries::iterator entry) {
  std::list<Ipv4Addr>& order = entry->second.is_static    ? static_
                               : entry->second.referenced ? referenced_
                                                          : unreferenced_;
  order.erase(entry->second.order);
  entries_.erase(entry);
  ++version_;
}

ArpCache::Due ArpCache::poll(TimePoint now) {
  Due due;
  while (!deadlines_.empty() && deadlines_.top().at <= now) {
    const Deadline deadline = deadlines_.top();
    deadlines_.pop();
    const auto found = entries_.find(deadline.address);
    if (found == entries_.end() || found->second.scheduled != deadline.at) continue;
    Entry& entry = found->second;
    entry.scheduled = kNever;
    if (entry.expires > now) {
      schedule(deadline.address, entry, entry.expires);  // it was used, or resolved, in the meantime
    } else if (entry.resolved) {
      erase(found);
    } else if (entry.requests >= kArpRequestLimit) {
      due.unresolved += entry.waiting.empty() ? 0 : 1;
      erase(found);
    } else {
      ++entry.requests;
      entry.expires = now + kArpRequestInterval;
      schedule(deadline.address, entry, entry.expires);
      due.requests.push_back(deadline.address);
    }
  }
  return due;
}

TimePoint ArpCache::next_deadline() const { return deadlines_.empty() ? kNever : deadlines_.top().at; }

std::vector<ArpCache::Line> ArpCache::lines() const {
  std::vector<Line> lines;
  for (const auto& [address, entry] : entries_) {
    if (entry.resolved) lines.push_back({address, entry.mac, entry.is_static, entry.made});
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.address < b.address; });
  return lines;
}

}  // namespace flue::stack
