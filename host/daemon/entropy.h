// Randomness from the kernel: every number is as hard to guess as the system's own. Drawn in batches, so that one
// system call serves many numbers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "host/base/random.h"

namespace flue::daemon {

class SystemRandom final : public Random {
 public:
  std::uint64_t next() override;

 private:
  // getrandom(2) gives up to 256 bytes without ever being interrupted.
  std::array<std::uint64_t, 32> batch_{};
  std::size_t used_ = batch_.size();
};

}  // namespace flue::daemon
