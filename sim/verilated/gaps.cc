#include "sim/verilated/gaps.h"

namespace flue::sim {

bool GapGenerator::next() {
  if (gaps_.run_max == 0) return true;
  if (left_ == 0) {
    willing_ = !willing_;
    left_ = 1 + static_cast<std::uint32_t>(random_.below(willing_ ? gaps_.run_max : gaps_.gap_max));
  }
  --left_;
  return willing_;
}

}  // namespace flue::sim
