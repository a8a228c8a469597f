// At most so many events per second, with bursts of one second's worth (RFC 1812 4.3.2.8).
#pragma once

#include <algorithm>
#include <cstdint>

#include "host/base/time.h"

namespace flue::stack {

class RateLimit {
 public:
  explicit RateLimit(std::uint32_t per_second) : per_second_(per_second) {}

  // Counts one event; false if it is one too many.
  bool take(TimePoint now) {
    if (per_second_ == 0) return false;
    const Duration cost = std::chrono::duration_cast<Duration>(std::chrono::seconds(1)) / per_second_;
    // `spent_until_` is when all that was taken will be paid for; it may lie one second ahead.
    spent_until_ = std::max(spent_until_, now);
    if (spent_until_ + cost > now + std::chrono::seconds(1)) return false;
    spent_until_ += cost;
    return true;
  }

 private:
  std::uint32_t per_second_;
  TimePoint spent_until_ = TimePoint::min();
};

}  // namespace flue::stack
