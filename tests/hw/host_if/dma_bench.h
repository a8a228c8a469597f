// What the tests of the DMA blocks share: commands, memories, random ranges.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <ostream>
#include <string>
#include <vector>

#include "sim/verilated/sparse_memory.h"
#include "tests/support/rtl_test.h"

namespace flue::test {

struct MemoryCase {
  std::uint32_t reset_seed = 1;
  sim::AxiTiming memory;
};
inline std::string name_of(const MemoryCase& c) { return fmt::format("{}Reset{}", c.memory.name, c.reset_seed); }
inline void PrintTo(const MemoryCase& c, std::ostream* out) { *out << name_of(c); }

inline std::string memory_case_name(const ::testing::TestParamInfo<MemoryCase>& info) { return name_of(info.param); }

class MemoryGrid : public ::testing::TestWithParam<MemoryCase> {
 protected:
  // The other neighbours are as rough as the memory is.
  [[nodiscard]] sim::Gaps gaps() const { return GetParam().memory.gaps; }
};

#define FLUE_MEMORY_GRID(suite)                                                                         \
  INSTANTIATE_TEST_SUITE_P(Memory, suite,                                                               \
                           ::testing::Values(::flue::test::MemoryCase{1, ::flue::sim::kIdealMemory},    \
                                             ::flue::test::MemoryCase{2, ::flue::sim::kIdealMemory},    \
                                             ::flue::test::MemoryCase{1, ::flue::sim::kHostMemory},     \
                                             ::flue::test::MemoryCase{1, ::flue::sim::kHostileMemory},  \
                                             ::flue::test::MemoryCase{2, ::flue::sim::kHostileMemory}), \
                           ::flue::test::memory_case_name)

// Steady neighbours, two reset seeds: for counted cycles.
#define FLUE_MEMORY_RESETS(suite, timing)                                                                        \
  INSTANTIATE_TEST_SUITE_P(                                                                                      \
      Reset, suite, ::testing::Values(::flue::test::MemoryCase{1, timing}, ::flue::test::MemoryCase{2, timing}), \
      ::flue::test::memory_case_name)

// A dma_cmd_t as a port has it.
inline std::vector<std::byte> dma_command(std::uint64_t address, std::size_t length) {
  std::vector<std::byte> bytes(12);
  const auto length32 = static_cast<std::uint32_t>(length);
  std::memcpy(bytes.data(), &address, sizeof address);
  std::memcpy(bytes.data() + sizeof address, &length32, sizeof length32);
  return bytes;
}

inline std::vector<std::byte> random_bytes(SeededRandom& random, std::size_t size) {
  std::vector<std::byte> bytes(size);
  for (std::byte& b : bytes) b = static_cast<std::byte>(random.next());
  return bytes;
}

struct Range {
  std::uint64_t address;
  std::size_t length;
};

// Ranges that do not overlap, at rising addresses: every place in a beat with short and long lengths, page ends, and
// the longest command there is.
inline std::vector<Range> random_ranges(SeededRandom& random, std::uint64_t address) {
  std::vector<Range> ranges;
  const auto add = [&](std::uint64_t at, std::size_t length) {
    ranges.push_back({at, length});
    address = at + length;
  };
  const auto after = [&](std::uint64_t place) { return (address / 64 + 1) * 64 + place; };
  for (std::uint64_t place = 0; place < 64; ++place) {
    add(after(place), 1 + random.below(64));
    add(after(place), 64 - place);  // to the end of the beat
    add(after(place), 64);
    add(after(place), 1 + random.below(2000));
  }
  for (int i = 0; i < 40; ++i) {
    const std::uint64_t page = (address / 4096 + 1) * 4096;
    add(page + 4096 - 1 - random.below(200), 1 + random.below(400));  // over the end of a page, or up to it
  }
  for (int i = 0; i < 12; ++i) add(after(random.below(64)), 4000 + random.below(9000));
  add(after(0), 65536);
  add(after(63), 65536);
  return ranges;
}

}  // namespace flue::test
