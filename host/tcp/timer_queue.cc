#include "host/tcp/timer_queue.h"

namespace flue::tcp {

void TimerQueue::arm(std::uint32_t key, TimePoint when) {
  if (when == kNever) return;
  if (key >= position_.size()) position_.resize(key + std::size_t{1}, kAbsent);
  const std::uint32_t at = position_[key];
  if (at == kAbsent) {
    heap_.push_back({when, key});
    sift_up(static_cast<std::uint32_t>(heap_.size() - 1), {when, key});
  } else if (when < heap_[at].when) {
    sift_up(at, {when, key});
  }
}

void TimerQueue::disarm(std::uint32_t key) {
  if (key < position_.size() && position_[key] != kAbsent) remove_at(position_[key]);
}

std::optional<std::uint32_t> TimerQueue::pop_due(TimePoint now) {
  if (heap_.empty() || heap_.front().when > now) return std::nullopt;
  const std::uint32_t key = heap_.front().key;
  remove_at(0);
  return key;
}

void TimerQueue::remove_at(std::uint32_t at) {
  position_[heap_[at].key] = kAbsent;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (at == heap_.size()) return;
  if (at > 0 && last.when < heap_[(at - 1) / 2].when) {
    sift_up(at, last);
  } else {
    sift_down(at, last);
  }
}

void TimerQueue::sift_up(std::uint32_t at, Entry entry) {
  while (at > 0) {
    const std::uint32_t parent = (at - 1) / 2;
    if (heap_[parent].when <= entry.when) break;
    place(at, heap_[parent]);
    at = parent;
  }
  place(at, entry);
}

void TimerQueue::sift_down(std::uint32_t at, Entry entry) {
  for (;;) {
    std::uint32_t child = 2 * at + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && heap_[child + 1].when < heap_[child].when) ++child;
    if (entry.when <= heap_[child].when) break;
    place(at, heap_[child]);
    at = child;
  }
  place(at, entry);
}

}  // namespace flue::tcp
