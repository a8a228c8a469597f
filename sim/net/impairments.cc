#include "sim/net/impairments.h"

namespace flue::sim {
namespace {

constexpr std::size_t kTypeAt = 12;
constexpr std::size_t kEthernetHeaderSize = 14;
constexpr std::uint16_t kTypeIpv4 = 0x0800;

// Only what a checksum of its own protects: a real wire's FCS would have caught the rest, and a flipped bit in an ARP
// packet would stay in a cache for minutes.
bool has_checksum(Bytes frame) { return frame.size() > kEthernetHeaderSize && load_be16(frame, kTypeAt) == kTypeIpv4; }

// One bit, because the checksum finds every single flip; two can cancel out.
void flip_bit(std::vector<std::byte>& frame, std::uint64_t choice) {
  const std::uint64_t bit = choice % ((frame.size() - kEthernetHeaderSize) * 8);
  frame[kEthernetHeaderSize + bit / 8] ^= std::byte{1} << (bit % 8);
}

}  // namespace

bool Impairments::happens(double probability) {
  constexpr double kTwoTo53 = 9007199254740992.0;
  return static_cast<double>(random_.next() >> 11) / kTwoTo53 < probability;
}

std::vector<Delivery> Impairments::apply(Bytes frame) {
  // Always the same number of draws: what happens to one frame does not depend on what happened to another.
  const bool lost = happens(rates_.loss);
  const bool duplicated = happens(rates_.duplicate);
  const bool reordered = happens(rates_.reorder);
  const bool corrupted = happens(rates_.corrupt);
  const std::uint64_t bit = random_.next();

  ++counters_.offered;
  if (lost) {
    ++counters_.lost;
    return {};
  }
  Delivery delivery{{frame.begin(), frame.end()}, Duration(0)};
  if (corrupted && has_checksum(frame)) {
    ++counters_.corrupted;
    flip_bit(delivery.frame, bit);
  }
  std::vector<Delivery> deliveries;
  if (duplicated) {
    ++counters_.duplicated;
    deliveries.push_back(delivery);
  }
  if (reordered) {
    ++counters_.reordered;
    delivery.extra_delay = rates_.reorder_delay;
  }
  deliveries.push_back(std::move(delivery));
  return deliveries;
}

}  // namespace flue::sim
