// What a bad wire does to frames: loss, duplication, reorder, corruption. Each is drawn from one seed, so that a run
// repeats exactly. Shared by the simulated wire and the lossy link.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/bytes.h"
#include "host/base/random.h"
#include "host/base/time.h"

namespace flue::sim {

// Probabilities are per frame, 0.0 to 1.0, and independent of each other.
struct ImpairmentRates {
  double loss = 0;       // the frame vanishes
  double duplicate = 0;  // a second copy follows
  double reorder = 0;    // the frame is held back by reorder_delay, so that later ones overtake it
  double corrupt = 0;    // one to three bits of the frame are flipped behind the Ethernet header
  Duration reorder_delay = std::chrono::milliseconds(1);
};

// What was done, in frames.
struct ImpairmentCounters {
  std::uint64_t offered = 0;
  std::uint64_t lost = 0;
  std::uint64_t duplicated = 0;
  std::uint64_t reordered = 0;
  std::uint64_t corrupted = 0;
  friend bool operator==(const ImpairmentCounters&, const ImpairmentCounters&) = default;
};

// The fate of one copy of a frame.
struct Delivery {
  std::vector<std::byte> frame;
  Duration extra_delay{0};
};

class Impairments {
 public:
  Impairments(const ImpairmentRates& rates, std::uint64_t seed) : rates_(rates), random_(seed) {}

  // The copies that arrive: none, one or two.
  std::vector<Delivery> apply(Bytes frame);
  [[nodiscard]] const ImpairmentCounters& counters() const { return counters_; }

 private:
  bool happens(double probability);
  void flip_bits(std::vector<std::byte>& frame);

  ImpairmentRates rates_;
  SeededRandom random_;
  ImpairmentCounters counters_;
};

}  // namespace flue::sim
