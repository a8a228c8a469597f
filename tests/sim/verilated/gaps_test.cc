#include "sim/verilated/gaps.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace flue::sim {
namespace {

TEST(Gaps, SteadyIsAlwaysWilling) {
  GapGenerator gaps(kSteady, 1);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(gaps.next());
}

TEST(Gaps, RunsAndPausesStayWithinTheirBounds) {
  GapGenerator gaps({.name = "", .run_max = 3, .gap_max = 5}, 7);
  std::uint32_t longest[2] = {0, 0};
  std::uint32_t length = 0;
  bool before = true;
  for (int i = 0; i < 10'000; ++i) {
    const bool willing = gaps.next();
    length = willing == before ? length + 1 : 1;
    before = willing;
    longest[willing ? 1 : 0] = std::max(longest[willing ? 1 : 0], length);
  }
  EXPECT_EQ(longest[1], 3u);
  EXPECT_EQ(longest[0], 5u);
}

TEST(Gaps, EqualSeedsGiveEqualGaps) {
  GapGenerator a(kBursty, 5), b(kBursty, 5), c(kBursty, 6);
  bool differs = false;
  for (int i = 0; i < 1000; ++i) {
    const bool willing = a.next();
    EXPECT_EQ(willing, b.next());
    differs |= willing != c.next();
  }
  EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace flue::sim
