#include "host/daemon/entropy.h"

#include <sys/random.h>

#include "host/base/check.h"

namespace flue::daemon {

std::uint64_t SystemRandom::next() {
  if (used_ == batch_.size()) {
    FLUE_CHECK(getrandom(batch_.data(), sizeof(batch_), 0) == static_cast<ssize_t>(sizeof(batch_)));
    used_ = 0;
  }
  const std::uint64_t value = batch_[used_];
  batch_[used_++] = 0;  // a later look at memory must not show what was handed out
  return value;
}

}  // namespace flue::daemon
