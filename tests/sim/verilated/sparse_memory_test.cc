#include "sim/verilated/sparse_memory.h"

#include <gtest/gtest.h>

#include <vector>

namespace flue::sim {
namespace {

std::vector<std::byte> counting(std::size_t size) {
  std::vector<std::byte> data(size);
  for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<std::byte>(i + 1);
  return data;
}

TEST(SparseMemory, IsZeroUntilWrittenAndCrossesPages) {
  SparseMemory memory;
  EXPECT_EQ(memory.dump(0x1'0000'0000, 16), std::vector<std::byte>(16));
  memory.load(0x1'0000'0FF0, counting(100));
  EXPECT_EQ(memory.dump(0x1'0000'0FF0, 100), counting(100));
}

TEST(SparseMemory, WritesOnlyTheBytesWithAStrobe) {
  SparseMemory memory;
  ASSERT_TRUE(memory.write(64, counting(64), 0x8000'0000'0000'0002));
  auto expected = std::vector<std::byte>(64);
  expected[1] = std::byte{2};
  expected[63] = std::byte{64};
  EXPECT_EQ(memory.dump(64, 64), expected);
}

TEST(SparseMemory, RefusesForbiddenRangesAndLeavesThemAlone) {
  SparseMemory memory;
  memory.forbid(128, 64);
  std::vector<std::byte> out(64);
  EXPECT_FALSE(memory.read(100, out));
  EXPECT_FALSE(memory.write(128, counting(64), ~std::uint64_t{0}));
  EXPECT_EQ(memory.dump(128, 64), std::vector<std::byte>(64));
  EXPECT_TRUE(memory.read(64, out));
  EXPECT_TRUE(memory.read(192, out));
}

}  // namespace
}  // namespace flue::sim
