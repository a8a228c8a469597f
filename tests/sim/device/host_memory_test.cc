#include "sim/device/host_memory.h"

#include <gtest/gtest.h>

#include <vector>

namespace flue::sim {
namespace {

constexpr std::uint64_t kAll = ~std::uint64_t{0};

TEST(HostMemory, RegionsAreZeroAlignedAndApart) {
  HostMemory memory;
  const auto a = memory.allocate(100);
  const auto b = memory.allocate(1 << 20);
  EXPECT_EQ(a.bytes.size(), 100u);
  EXPECT_EQ(a.bus_address % 4096, 0u);
  EXPECT_EQ(b.bus_address % 4096, 0u);
  EXPECT_GE(b.bus_address, a.bus_address + 8192);
  for (const std::byte byte : b.bytes) ASSERT_EQ(byte, std::byte{0});
}

TEST(HostMemory, CardAndHostSeeTheSameBytes) {
  HostMemory memory;
  const auto region = memory.allocate(8192);
  region.bytes[4100] = std::byte{7};
  std::vector<std::byte> beat(64);
  ASSERT_TRUE(memory.read(region.bus_address + 4096, beat));
  EXPECT_EQ(beat[4], std::byte{7});
  beat[5] = std::byte{8};
  beat[6] = std::byte{9};
  ASSERT_TRUE(memory.write(region.bus_address + 64, beat, 1 << 5));
  EXPECT_EQ(region.bytes[69], std::byte{8});
  EXPECT_EQ(region.bytes[70], std::byte{0});
  ASSERT_TRUE(memory.write(region.bus_address + 128, beat, kAll));
  EXPECT_EQ(region.bytes[134], std::byte{9});
}

TEST(HostMemory, StaysWhereItIsWhenMoreIsAllocated) {
  HostMemory memory;
  const auto first = memory.allocate(64);
  for (int i = 0; i < 100; ++i) memory.allocate(64);
  first.bytes[0] = std::byte{1};
  std::vector<std::byte> beat(64);
  ASSERT_TRUE(memory.read(first.bus_address, beat));
  EXPECT_EQ(beat[0], std::byte{1});
}

TEST(HostMemory, HasNothingOutsideItsRegions) {
  HostMemory memory;
  std::vector<std::byte> beat(64);
  EXPECT_FALSE(memory.read(0, beat));
  const auto region = memory.allocate(4096);
  const auto next = memory.allocate(4096);
  EXPECT_FALSE(memory.read(region.bus_address + 4096, beat));
  EXPECT_FALSE(memory.write(next.bus_address - 64, beat, kAll));
  EXPECT_FALSE(memory.read(region.bus_address + 4096 - 32, beat));
  EXPECT_FALSE(memory.read(reinterpret_cast<std::uintptr_t>(region.bytes.data()), beat));
}

}  // namespace
}  // namespace flue::sim
