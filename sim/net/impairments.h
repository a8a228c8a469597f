// What a bad wire does to frames: loss, duplication, reorder, corruption. All are drawn from one seed, so that a run
// repeats exactly. Shared by the simulated wire and the lossy link.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/bytes.h"
#include "host/base/random.h"
#include "host/base/time.h"

namespace flue::sim {

// Probabilities are per frame, 0.0 to 1.0, and independent of each other: changing one does not change which frames the
// others hit.
struct ImpairmentRates {
  double loss = 0;       // the frame vanishes
  double duplicate = 0;  // a second copy follows at once
  double reorder = 0;    // the frame is held back by reorder_delay, so that later ones overtake it
  double corrupt = 0;    // one bit behind the Ethernet header of an IPv4 frame is flipped
  Duration reorder_delay = std::chrono::milliseconds(1);

  friend bool operator==(const ImpairmentRates&, const ImpairmentRates&) = default;
};

// What was done, in frames. A lost frame counts as lost only.
struct ImpairmentCounters {
  std::uint64_t offered = 0;
  std::uint64_t lost = 0;
  std::uint64_t duplicated = 0;
  std::uint64_t reordered = 0;
  std::uint64_t corrupted = 0;
  friend bool operator==(const ImpairmentCounters&, const ImpairmentCounters&) = default;
};

// One copy of a frame that arrives.
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

  ImpairmentRates rates_;
  SeededRandom random_;
  ImpairmentCounters counters_;
};

}  // namespace flue::sim
