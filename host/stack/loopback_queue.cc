#include "host/stack/loopback_queue.h"

#include <utility>

namespace flue::stack {
namespace {

constexpr std::size_t kSpareLimit = 256;

}  // namespace

bool LoopbackQueue::push(Bytes datagram, TimePoint now) {
  if (bytes_ + datagram.size() > kLimit) return false;
  std::vector<std::byte> memory;
  if (!spare_.empty()) {
    memory = std::move(spare_.back());
    spare_.pop_back();
  }
  memory.assign(datagram.begin(), datagram.end());
  bytes_ += memory.size();
  queue_.push_back({std::move(memory), now});
  return true;
}

std::vector<std::byte> LoopbackQueue::pop() {
  std::vector<std::byte> datagram = std::move(queue_.front().datagram);
  queue_.pop_front();
  bytes_ -= datagram.size();
  return datagram;
}

void LoopbackQueue::recycle(std::vector<std::byte> memory) {
  if (spare_.size() < kSpareLimit) spare_.push_back(std::move(memory));
}

}  // namespace flue::stack
