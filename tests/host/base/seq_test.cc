#include "host/base/seq.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace flue {
namespace {

constexpr std::uint32_t kHalf = 0x80000000;

TEST(Seq, WrapsAround) {
  EXPECT_EQ(Seq(0xFFFFFFFF) + 1, Seq(0));
  EXPECT_EQ(Seq(0) - 1, Seq(0xFFFFFFFF));
  EXPECT_EQ(distance(Seq(0xFFFFFFF0), Seq(0x10)), 0x20u);
  EXPECT_TRUE(before(Seq(0xFFFFFFFF), Seq(0)));
  EXPECT_TRUE(after(Seq(0), Seq(0xFFFFFFFF)));
  Seq s(0xFFFFFFFE);
  s += 3;
  EXPECT_EQ(s, Seq(1));
}

TEST(Seq, WindowsMayWrapAndMayBeEmpty) {
  EXPECT_TRUE(in_window(Seq(0xFFFFFFFF), Seq(0xFFFFFFFF), 2));
  EXPECT_TRUE(in_window(Seq(0), Seq(0xFFFFFFFF), 2));
  EXPECT_FALSE(in_window(Seq(1), Seq(0xFFFFFFFF), 2));
  EXPECT_FALSE(in_window(Seq(0xFFFFFFFE), Seq(0xFFFFFFFF), 2));
  EXPECT_FALSE(in_window(Seq(5), Seq(5), 0));
}

RC_GTEST_PROP(Seq, ASmallerDistanceAheadIsAfter, (std::uint32_t start)) {
  const auto ahead = *rc::gen::inRange<std::uint32_t>(1, kHalf);
  const Seq a(start);
  const Seq b = a + ahead;
  RC_ASSERT(before(a, b));
  RC_ASSERT(!before(b, a));
  RC_ASSERT(after(b, a));
  RC_ASSERT(at_or_before(a, b));
  RC_ASSERT(!at_or_after(a, b));
  RC_ASSERT(distance(a, b) == ahead);
  RC_ASSERT(later(a, b) == b);
  RC_ASSERT(later(b, a) == b);
  RC_ASSERT(earlier(a, b) == a);
  RC_ASSERT(earlier(b, a) == a);
}

RC_GTEST_PROP(Seq, IsNeitherBeforeNorAfterItself, (std::uint32_t start)) {
  const Seq a(start);
  RC_ASSERT(!before(a, a));
  RC_ASSERT(!after(a, a));
  RC_ASSERT(at_or_before(a, a));
  RC_ASSERT(at_or_after(a, a));
  RC_ASSERT(distance(a, a) == 0u);
}

RC_GTEST_PROP(Seq, OrderDoesNotDependOnTheStart, (std::uint32_t a, std::uint32_t b, std::uint32_t shift)) {
  RC_PRE(a - b != kHalf);  // opposite numbers have no order
  RC_ASSERT(before(Seq(a), Seq(b)) == before(Seq(a) + shift, Seq(b) + shift));
  RC_ASSERT(a == b || before(Seq(a), Seq(b)) != before(Seq(b), Seq(a)));
}

RC_GTEST_PROP(Seq, AWindowHoldsExactlyItsSize, (std::uint32_t left, std::uint32_t offset)) {
  const auto size = *rc::gen::arbitrary<std::uint32_t>();
  RC_ASSERT(in_window(Seq(left) + offset, Seq(left), size) == (offset < size));
}

}  // namespace
}  // namespace flue
