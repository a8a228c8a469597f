// Datagrams that we send to ourselves: they never appear on a wire (IP-16, IP-17) and are received at the next poll().
// Bounded like any wire; what does not fit is lost.
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "host/base/bytes.h"
#include "host/base/time.h"

namespace flue::stack {

class LoopbackQueue {
 public:
  static constexpr std::size_t kLimit = 8u << 20;  // bytes

  // False: full.
  bool push(Bytes datagram, TimePoint now);
  // The oldest datagram; give its memory back with recycle().
  std::vector<std::byte> pop();
  void recycle(std::vector<std::byte> memory);

  [[nodiscard]] std::size_t size() const { return queue_.size(); }
  // When the oldest datagram was put in: it is due at once.
  [[nodiscard]] TimePoint next_deadline() const { return queue_.empty() ? kNever : queue_.front().since; }

 private:
  struct Item {
    std::vector<std::byte> datagram;
    TimePoint since;
  };
  std::deque<Item> queue_;
  std::vector<std::vector<std::byte>> spare_;
  std::size_t bytes_ = 0;
};

}  // namespace flue::stack
