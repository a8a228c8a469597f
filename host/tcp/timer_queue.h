// Deadlines by small integer key: a binary heap with exactly one entry per armed key, so a million connections cost 20
// bytes each and a key without a deadline costs four. Keys are slot numbers, dense from 0.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "host/base/time.h"

namespace flue::tcp {

class TimerQueue {
 public:
  // Wakes `key` at `when` or earlier: an entry that is due sooner stays where it is, because moving it on every segment
  // costs more than one idle wake-up. The owner looks at its true deadline when it is woken and arms again.
  void arm(std::uint32_t key, TimePoint when);
  void disarm(std::uint32_t key);

  // Takes out one key whose time has come.
  std::optional<std::uint32_t> pop_due(TimePoint now);
  // No key is due before this; kNever if nothing is armed.
  [[nodiscard]] TimePoint next() const { return heap_.empty() ? kNever : heap_.front().when; }

 private:
  static constexpr std::uint32_t kAbsent = UINT32_MAX;
  struct Entry {
    TimePoint when;
    std::uint32_t key;
  };

  void remove_at(std::uint32_t at);
  void sift_up(std::uint32_t at, Entry entry);
  void sift_down(std::uint32_t at, Entry entry);
  void place(std::uint32_t at, Entry entry) {
    heap_[at] = entry;
    position_[entry.key] = at;
  }

  std::vector<Entry> heap_;
  std::vector<std::uint32_t> position_;  // key -> index in heap_, or kAbsent
};

}  // namespace flue::tcp
