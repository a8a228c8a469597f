#include "host/tcp/ring.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>
#include <utility>

#include "host/base/check.h"

namespace flue::tcp {
namespace {

std::byte* allocate(RingMemory* memory, std::uint32_t size) {
  return memory != nullptr ? memory->allocate(size) : new (std::nothrow) std::byte[size];
}

void give_back(RingMemory* memory, std::byte* bytes, std::uint32_t size) {
  if (memory != nullptr) {
    memory->release(bytes, size);
  } else {
    delete[] bytes;
  }
}

void copy_to(std::byte* ring, std::uint32_t mask, std::uint32_t offset, Bytes data) {
  if (data.empty()) return;
  const std::size_t at = offset & mask;
  const std::size_t first = std::min(data.size(), std::size_t{mask} + 1 - at);
  std::memcpy(ring + at, data.data(), first);
  if (first < data.size()) std::memcpy(ring, data.data() + first, data.size() - first);
}

}  // namespace

Ring::Ring(Ring&& other) noexcept
    : bytes_(std::exchange(other.bytes_, nullptr)),
      memory_(other.memory_),
      capacity_(std::exchange(other.capacity_, 0)),
      last_capacity_(other.last_capacity_) {}

Ring& Ring::operator=(Ring&& other) noexcept {
  if (this == &other) return *this;
  release();
  bytes_ = std::exchange(other.bytes_, nullptr);
  memory_ = other.memory_;
  capacity_ = std::exchange(other.capacity_, 0);
  last_capacity_ = other.last_capacity_;
  return *this;
}

bool Ring::reserve(std::uint32_t begin, std::uint32_t reach, std::uint32_t end) {
  const std::uint32_t needed = std::max(reach, end - begin);
  if (needed <= capacity_) return true;
  FLUE_CHECK(needed <= kMost);
  const std::uint32_t size = std::max({std::bit_ceil(needed), kLeast, last_capacity_ / 2});
  std::byte* bytes = allocate(memory_, size);
  if (bytes == nullptr) return false;
  if (bytes_ != nullptr) {
    const ByteSpans kept = view(begin, std::min(reach, capacity_));
    copy_to(bytes, size - 1, begin, kept.first);
    copy_to(bytes, size - 1, begin + static_cast<std::uint32_t>(kept.first.size()), kept.second);
    give_back(memory_, bytes_, capacity_);
  }
  bytes_ = bytes;
  capacity_ = size;
  return true;
}

void Ring::put(std::uint32_t offset, Bytes data) {
  FLUE_CHECK(data.size() <= capacity_);
  copy_to(bytes_, capacity_ - 1, offset, data);
}

ByteSpans Ring::view(std::uint32_t offset, std::uint32_t length) const {
  if (length == 0) return {};
  FLUE_CHECK(length <= capacity_);
  const std::uint32_t at = offset & (capacity_ - 1);
  const std::uint32_t first = std::min(length, capacity_ - at);
  return {Bytes(bytes_ + at, first), Bytes(bytes_, length - first)};
}

void Ring::release() {
  if (bytes_ == nullptr) return;
  give_back(memory_, bytes_, capacity_);
  bytes_ = nullptr;
  last_capacity_ = std::exchange(capacity_, 0);
}

}  // namespace flue::tcp
