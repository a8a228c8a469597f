#include "host/stack/reassembly.h"

#include <algorithm>

#include "host/wire/icmp.h"

namespace flue::stack {
namespace {

// What a datagram and a piece cost beside their bytes, so that a flood of tiny fragments is bounded too.
constexpr std::size_t kDatagramCost = 256;
constexpr std::size_t kPieceCost = 64;

}  // namespace

Reassembler::Added Reassembler::add(const wire::Ipv4View& fragment, TimePoint now) {
  Added added;
  const bool last = !fragment.more_fragments();
  if (fragment.payload().empty() || (!last && fragment.payload().size() % 8 != 0)) {
    added.outcome = Outcome::kBadFragment;  // IP-12
    return added;
  }
  const Key key{fragment.source(), fragment.destination(), fragment.id(), fragment.protocol()};
  const auto entry = find_or_make(key, now);
  Partial& partial = entry->second;
  added.outcome = partial.poisoned ? Outcome::kOverlap : insert(partial, fragment);
  if (added.outcome == Outcome::kOverlap || added.outcome == Outcome::kTooLong) {
    poison(partial);
  } else if (partial.total == partial.received && !partial.header.empty()) {
    added.outcome = Outcome::kComplete;
    added.datagram = join(partial);
    erase(entry);
  }
  while (memory_used_ > memory_limit_) {
    erase(partials_.find(order_.front()));
    ++added.evicted;
  }
  return added;
}

Reassembler::Partials::iterator Reassembler::find_or_make(const Key& key, TimePoint now) {
  const auto [entry, made] = partials_.try_emplace(key);
  if (made) {
    entry->second.expires = now + timeout_;
    entry->second.order = order_.insert(order_.end(), key);
    charge(entry->second, kDatagramCost);
  }
  return entry;
}

Reassembler::Outcome Reassembler::insert(Partial& partial, const wire::Ipv4View& fragment) {
  const std::uint32_t begin = fragment.fragment_offset();
  const auto end = begin + static_cast<std::uint32_t>(fragment.payload().size());
  if (end + fragment.header_size() > wire::kIpv4LengthLimit) return Outcome::kTooLong;
  if (!fragment.more_fragments()) {
    if (partial.total.value_or(end) != end) return Outcome::kTooLong;
    if (!partial.pieces.empty() && partial.pieces.back().end() > end) return Outcome::kTooLong;
    partial.total = end;
  } else if (partial.total && end > *partial.total) {
    return Outcome::kTooLong;
  }
  const Outcome outcome = place(partial, begin, fragment.payload());
  if (outcome != Outcome::kIncomplete) return outcome;
  partial.received += end - begin;
  charge(partial, kPieceCost + fragment.payload().size());
  if (begin == 0) {
    partial.header.assign(fragment.header().begin(), fragment.header().end());
    if (partial.header.size() + partial.total.value_or(0) > wire::kIpv4LengthLimit) return Outcome::kTooLong;
  } else if (partial.total && partial.header.size() + *partial.total > wire::kIpv4LengthLimit) {
    return Outcome::kTooLong;
  }
  return Outcome::kIncomplete;
}

Reassembler::Outcome Reassembler::place(Partial& partial, std::uint32_t begin, Bytes bytes) {
  const auto end = begin + static_cast<std::uint32_t>(bytes.size());
  const auto next = std::lower_bound(partial.pieces.begin(), partial.pieces.end(), begin,
                                     [](const Piece& piece, std::uint32_t at) { return piece.begin < at; });
  if (next != partial.pieces.end() && next->begin == begin && next->end() == end) {
    return std::equal(bytes.begin(), bytes.end(), next->bytes.begin()) ? Outcome::kDuplicate : Outcome::kOverlap;
  }
  if (next != partial.pieces.end() && next->begin < end) return Outcome::kOverlap;
  if (next != partial.pieces.begin() && std::prev(next)->end() > begin) return Outcome::kOverlap;
  partial.pieces.insert(next, Piece{begin, {bytes.begin(), bytes.end()}});
  return Outcome::kIncomplete;
}

void Reassembler::poison(Partial& partial) {
  partial.poisoned = true;
  partial.pieces = {};
  partial.header = {};
  memory_used_ -= partial.memory - kDatagramCost;
  partial.memory = kDatagramCost;
}

void Reassembler::charge(Partial& partial, std::size_t bytes) {
  partial.memory += bytes;
  memory_used_ += bytes;
}

std::vector<std::byte> Reassembler::join(const Partial& partial) {
  std::vector<std::byte> datagram(partial.header.size() + *partial.total);
  std::copy(partial.header.begin(), partial.header.end(), datagram.begin());
  for (const Piece& piece : partial.pieces) {
    std::copy(piece.bytes.begin(), piece.bytes.end(),
              datagram.begin() + static_cast<std::ptrdiff_t>(partial.header.size() + piece.begin));
  }
  // The header as that of an unfragmented datagram; the header checksum was that of the fragment and follows.
  const MutableBytes header(datagram.data(), partial.header.size());
  store_be16(header, 2, static_cast<std::uint16_t>(datagram.size()));
  store_be16(header, 6, 0);
  store_be16(header, 10, 0);
  store_be16(header, 10, wire::sum_of(header).checksum());
  return datagram;
}

void Reassembler::erase(Partials::iterator partial) {
  memory_used_ -= partial->second.memory;
  order_.erase(partial->second.order);
  partials_.erase(partial);
}

std::vector<std::vector<std::byte>> Reassembler::poll(TimePoint now) {
  std::vector<std::vector<std::byte>> expired;
  while (next_deadline() <= now) {
    const auto oldest = partials_.find(order_.front());
    const Partial& partial = oldest->second;
    std::vector<std::byte> quote = partial.header;
    if (!quote.empty()) {
      const std::vector<std::byte>& first = partial.pieces.front().bytes;
      quote.insert(quote.end(), first.begin(),
                   first.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(8, first.size())));
    }
    if (!partial.poisoned) expired.push_back(std::move(quote));
    erase(oldest);
  }
  return expired;
}

TimePoint Reassembler::next_deadline() const {
  return order_.empty() ? kNever : partials_.find(order_.front())->second.expires;
}

}  // namespace flue::stack
