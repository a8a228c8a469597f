#include "host/tcp/reassembly.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "tests/support/requirement.h"

namespace flue::tcp {
namespace {

TEST(Gaps, MergesWhatTouches) {
  Gaps gaps;
  gaps.add(Seq(100), Seq(200));
  gaps.add(Seq(300), Seq(400));
  gaps.add(Seq(200), Seq(300));
  ASSERT_EQ(gaps.count(), 1);
  EXPECT_EQ(gaps.range(0), (SackBlock{Seq(100), Seq(400)}));
}

TEST(Gaps, ReportsTheMostRecentlyChangedFirst) {
  REQUIREMENT("TCP-SACK-03", "TCP-SACK-04");
  Gaps gaps;
  gaps.add(Seq(100), Seq(200));
  gaps.add(Seq(300), Seq(400));
  gaps.add(Seq(500), Seq(600));
  gaps.add(Seq(700), Seq(800));
  gaps.add(Seq(900), Seq(1000));
  gaps.add(Seq(400), Seq(410));
  const SackBlocks four = gaps.blocks(4);
  ASSERT_EQ(four.count, 4);
  EXPECT_EQ(four.block[0], (SackBlock{Seq(300), Seq(410)}));
  EXPECT_EQ(four.block[1], (SackBlock{Seq(900), Seq(1000)}));
  EXPECT_EQ(four.block[2], (SackBlock{Seq(700), Seq(800)}));
  EXPECT_EQ(gaps.blocks(3).count, 3);
}

TEST(Gaps, RefusesOneRangeTooManyButMergesStill) {
  Gaps gaps;
  for (std::uint32_t i = 0; i < Gaps::kMost; ++i) gaps.add(Seq(i * 10), Seq(i * 10 + 5));
  EXPECT_FALSE(gaps.can_add(Seq(9000), Seq(9001)));
  EXPECT_TRUE(gaps.can_add(Seq(5), Seq(7)));
  gaps.add(Seq(5), Seq(10));
  EXPECT_EQ(gaps.count(), Gaps::kMost - 1);
}

TEST(Gaps, AdvanceReachesTheEndOfTheRangeItMeets) {
  Gaps gaps;
  gaps.add(Seq(100), Seq(200));
  gaps.add(Seq(300), Seq(400));
  EXPECT_EQ(gaps.advance(Seq(50)), Seq(50));
  EXPECT_EQ(gaps.advance(Seq(100)), Seq(200));
  EXPECT_EQ(gaps.count(), 1);
  EXPECT_EQ(gaps.advance(Seq(350)), Seq(400));
  EXPECT_TRUE(gaps.empty());
}

RC_GTEST_PROP(Gaps, HoldTheUnionOfWhatWasAddedSortedAndApart, (std::uint32_t base)) {
  Gaps gaps;
  std::set<std::uint32_t> bytes;
  const auto ranges = *rc::gen::container<std::vector<std::pair<std::uint16_t, std::uint16_t>>>(
      rc::gen::pair(rc::gen::inRange<std::uint16_t>(1, 300), rc::gen::inRange<std::uint16_t>(1, 40)));
  for (const auto& [left, length] : ranges) {
    if (!gaps.can_add(Seq(base + left), Seq(base + left + length))) continue;
    gaps.add(Seq(base + left), Seq(base + left + length));
    for (std::uint32_t i = 0; i < length; ++i) bytes.insert(left + i);
  }
  std::size_t held = 0;
  for (std::uint8_t i = 0; i < gaps.count(); ++i) {
    const SackBlock range = gaps.range(i);
    RC_ASSERT(before(range.left, range.right));
    if (i > 0) RC_ASSERT(after(range.left, gaps.range(static_cast<std::uint8_t>(i - 1)).right));
    for (Seq s = range.left; s != range.right; s += 1) RC_ASSERT(bytes.contains(s.raw() - base));
    held += distance(range.left, range.right);
  }
  RC_ASSERT(held == bytes.size());
}

}  // namespace
}  // namespace flue::tcp
