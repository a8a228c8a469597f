// Randomness comes from outside, like time. The daemon hands in a source keyed by the system's entropy; tests and
// simulations a SeededRandom whose seed they print.
#pragma once

#include <array>
#include <cstdint>

namespace flue {

class Random {
 public:
  virtual ~Random() = default;
  // Uniform over all 64-bit values.
  virtual std::uint64_t next() = 0;
  // Uniform over 0..bound-1; bound >= 1.
  std::uint64_t below(std::uint64_t bound);
};

// xoshiro256** seeded by splitmix64: repeatable, not for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed);
  std::uint64_t next() override;

 private:
  std::array<std::uint64_t, 4> state_;
};

// SipHash-2-4 of up to 24 bytes given as three words: the keyed hash for ISNs (RFC 6528) and hash tables.
struct SipKey {
  std::uint64_t k0 = 0;
  std::uint64_t k1 = 0;
  static SipKey draw(Random& random) { return {random.next(), random.next()}; }
};
std::uint64_t siphash(const SipKey& key, std::uint64_t a, std::uint64_t b, std::uint64_t c);

}  // namespace flue
