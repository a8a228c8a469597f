#include "host/daemon/entropy.h"

#include <gtest/gtest.h>

#include <set>

namespace flue::daemon {
namespace {

TEST(SystemRandom, NeverRepeatsWithinBatchesAndSources) {
  // 2,000 of 2^64 values: a repetition has a chance of 1 in 10^13.
  std::set<std::uint64_t> seen;
  SystemRandom one;
  SystemRandom other;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(seen.insert(one.next()).second);
    EXPECT_TRUE(seen.insert(other.next()).second);
  }
}

TEST(SystemRandom, SetsEveryBit) {
  SystemRandom random;
  std::uint64_t ones = 0;
  std::uint64_t zeros = 0;
  for (int i = 0; i < 200; ++i) {
    const std::uint64_t value = random.next();
    ones |= value;
    zeros |= ~value;
  }
  EXPECT_EQ(ones, ~std::uint64_t{0});
  EXPECT_EQ(zeros, ~std::uint64_t{0});
}

}  // namespace
}  // namespace flue::daemon
