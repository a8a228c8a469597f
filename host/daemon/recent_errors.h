// Why connections ended, kept for getsockopt(SO_ERROR) after everything else about them is gone: 60 s, and no more than
// a fixed number of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>

#include "host/base/time.h"

namespace flue::daemon {

class RecentErrors {
 public:
  static constexpr Duration kKept = std::chrono::seconds(60);
  static constexpr std::size_t kMost = 16384;

  // `error`: an errno number.
  void add(std::uint64_t id, int error, TimePoint now);
  // The error, which is forgotten with this; 0 if there is none.
  int take(std::uint64_t id, TimePoint now);

  void forget(std::uint64_t id) { errors_.erase(id); }

 private:
  struct Entry {
    std::uint64_t id;
    TimePoint until;
  };
  void drop_old(TimePoint now);

  std::unordered_map<std::uint64_t, int> errors_;
  std::deque<Entry> order_;  // oldest first; may name errors that were taken
};

}  // namespace flue::daemon
