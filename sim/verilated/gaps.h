// When a bus model is willing: always, or in random runs with pauses between them.
#pragma once

#include <cstdint>
#include <string_view>

#include "host/base/random.h"

namespace flue::sim {

// Willing for 1..run_max cycles, then not for 1..gap_max, drawn anew each time. run_max 0: always.
struct Gaps {
  std::string_view name;
  std::uint32_t run_max = 0;
  std::uint32_t gap_max = 0;
};

inline constexpr Gaps kSteady{"Steady", 0, 0};
inline constexpr Gaps kBursty{"Bursty", 8, 8};
inline constexpr Gaps kSlow{"Slow", 1, 40};

class GapGenerator {
 public:
  GapGenerator(const Gaps& gaps, std::uint64_t seed) : gaps_(gaps), random_(seed) {}
  // Willing in the next cycle; call once per cycle.
  bool next();

 private:
  Gaps gaps_;
  SeededRandom random_;
  bool willing_ = false;
  std::uint32_t left_ = 0;
};

}  // namespace flue::sim
