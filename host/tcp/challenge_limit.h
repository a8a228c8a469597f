// Limit on the ACKs that a forged segment can make us send (RFC 5961 section 7): per stack, not per connection. The
// number allowed varies at random from second to second, so that counting the answers tells an outsider nothing
// (CVE-2016-5696 used a fixed limit as a side channel).
#pragma once

#include <chrono>
#include <cstdint>

#include "host/base/random.h"
#include "host/base/time.h"

namespace flue::tcp {

class ChallengeLimit {
 public:
  ChallengeLimit(std::uint32_t per_second, Random& random) : per_second_(per_second), random_(random) {}

  // True if one more challenge ACK may leave now.
  bool allow(TimePoint now) {
    if (now >= next_refill_) {
      next_refill_ = now + std::chrono::seconds(1);
      left_ = per_second_ / 2 + static_cast<std::uint32_t>(random_.below(per_second_ + std::uint64_t{1}));
    }
    if (left_ == 0) return false;
    --left_;
    return true;
  }

 private:
  std::uint32_t per_second_;
  Random& random_;
  TimePoint next_refill_ = TimePoint::min();
  std::uint32_t left_ = 0;
};

}  // namespace flue::tcp
