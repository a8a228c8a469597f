// Ring memory of one stack: what a ring gives back serves the next one. A connection that empties its ring with every
// segment then costs a list operation instead of the heap's work. What is kept is bounded.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/tcp/ring.h"

namespace flue::tcp {

class RingPool final : public RingMemory {
 public:
  // most_kept: bytes that may lie unused, at most.
  explicit RingPool(std::size_t most_kept = std::size_t{8} << 20) : most_kept_(most_kept) {}
  RingPool(const RingPool&) = delete;
  RingPool& operator=(const RingPool&) = delete;
  ~RingPool() override;

  std::byte* allocate(std::uint32_t size) override;
  void release(std::byte* memory, std::uint32_t size) override;
  [[nodiscard]] std::size_t kept() const { return kept_; }

 private:
  static constexpr std::size_t kClasses = 32;  // by power of two

  std::array<std::vector<std::byte*>, kClasses> unused_;
  std::size_t kept_ = 0;
  std::size_t most_kept_;
};

}  // namespace flue::tcp
