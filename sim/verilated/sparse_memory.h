// SparseMemory: all 2^64 bytes, zero until written, but for ranges that a test forbids.
#pragma once

#include <array>
#include <memory>
#include <unordered_map>
#include <vector>

#include "sim/verilated/memory_space.h"

namespace flue::sim {

class SparseMemory final : public MemorySpace {
 public:
  bool read(std::uint64_t address, MutableBytes out) override;
  bool write(std::uint64_t address, Bytes data, std::uint64_t strobes) override;

  // The test's own access; forbidden ranges do not matter.
  void load(std::uint64_t address, Bytes data);
  [[nodiscard]] std::vector<std::byte> dump(std::uint64_t address, std::size_t size) const;
  // Accesses that touch the range fail from now on.
  void forbid(std::uint64_t address, std::uint64_t size) { forbidden_.push_back({address, size}); }

 private:
  static constexpr std::size_t kPage = 4096;
  using Page = std::array<std::byte, kPage>;
  struct Range {
    std::uint64_t address;
    std::uint64_t size;
  };
  [[nodiscard]] bool is_forbidden(std::uint64_t address, std::size_t size) const;
  std::byte& at(std::uint64_t address);

  std::unordered_map<std::uint64_t, std::unique_ptr<Page>> pages_;
  std::vector<Range> forbidden_;
};

}  // namespace flue::sim
