#include "host/tcp/ring_pool.h"

#include <bit>
#include <new>

namespace flue::tcp {
namespace {

std::size_t class_of(std::uint32_t size) { return static_cast<std::size_t>(std::countr_zero(size)); }

}  // namespace

RingPool::~RingPool() {
  for (const auto& list : unused_) {
    for (std::byte* memory : list) delete[] memory;
  }
}

std::byte* RingPool::allocate(std::uint32_t size) {
  std::vector<std::byte*>& list = unused_[class_of(size)];
  if (list.empty()) return new (std::nothrow) std::byte[size];
  std::byte* memory = list.back();
  list.pop_back();
  kept_ -= size;
  return memory;
}

void RingPool::release(std::byte* memory, std::uint32_t size) {
  if (size > most_kept_ - kept_) {
    delete[] memory;
    return;
  }
  unused_[class_of(size)].push_back(memory);
  kept_ += size;
}

}  // namespace flue::tcp
