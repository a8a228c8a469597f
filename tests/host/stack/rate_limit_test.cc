#include "host/stack/rate_limit.h"

#include <gtest/gtest.h>

namespace flue::stack {
namespace {

using namespace std::chrono_literals;

TEST(RateLimit, AllowsABurstOfOneSecondAndThenTheRate) {
  RateLimit limit(10);
  TimePoint now{100s};
  int taken = 0;
  for (int i = 0; i < 100; ++i) taken += limit.take(now) ? 1 : 0;
  EXPECT_EQ(taken, 10);
  for (int i = 0; i < 1000; ++i) {
    now += 10ms;
    taken += limit.take(now) ? 1 : 0;
  }
  EXPECT_EQ(taken, 10 + 100);
}

TEST(RateLimit, ZeroMeansNever) { EXPECT_FALSE(RateLimit(0).take(TimePoint(5s))); }

}  // namespace
}  // namespace flue::stack
