#include "host/daemon/recent_errors.h"

namespace flue::daemon {

void RecentErrors::add(std::uint64_t id, int error, TimePoint now) {
  drop_old(now);
  if (!errors_.emplace(id, error).second) return;  // the first is the cause
  order_.push_back({id, now + kKept});
}

int RecentErrors::take(std::uint64_t id, TimePoint now) {
  drop_old(now);
  const auto found = errors_.find(id);
  if (found == errors_.end()) return 0;
  const int error = found->second;
  errors_.erase(found);
  return error;
}

void RecentErrors::drop_old(TimePoint now) {
  while (!order_.empty() && (order_.front().until <= now || order_.size() >= kMost)) {
    errors_.erase(order_.front().id);
    order_.pop_front();
  }
}

}  // namespace flue::daemon
