#include "host/tcp/challenge_limit.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/seed.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;

// RFC 5961 section 7: bounded per second, and by a number that an outsider cannot count on.
TEST(ChallengeLimit, AllowsAboutTheConfiguredNumberPerSecond) {
  auto random = test::random_stream();
  ChallengeLimit limit(100, random);
  std::set<int> seen;
  int total = 0;
  for (int second = 0; second < 100; ++second) {
    int allowed = 0;
    for (int i = 0; i < 1000; ++i) allowed += limit.allow(TimePoint(second * 1s)) ? 1 : 0;
    EXPECT_GE(allowed, 50);
    EXPECT_LE(allowed, 150);
    seen.insert(allowed);
    total += allowed;
  }
  EXPECT_NEAR(total / 100.0, 100.0, 15.0);
  EXPECT_GT(seen.size(), 30u);
}

}  // namespace
}  // namespace flue::tcp
