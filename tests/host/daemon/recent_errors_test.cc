#include "host/daemon/recent_errors.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace flue::daemon {
namespace {

constexpr TimePoint kStart{std::chrono::seconds(100)};

TEST(RecentErrors, AnErrorIsToldOnce) {
  RecentErrors errors;
  errors.add(1, ECONNREFUSED, kStart);
  EXPECT_EQ(errors.take(2, kStart), 0);
  EXPECT_EQ(errors.take(1, kStart), ECONNREFUSED);
  EXPECT_EQ(errors.take(1, kStart), 0);
}

TEST(RecentErrors, TheFirstErrorIsTheCause) {
  RecentErrors errors;
  errors.add(1, ETIMEDOUT, kStart);
  errors.add(1, ECONNRESET, kStart);
  EXPECT_EQ(errors.take(1, kStart), ETIMEDOUT);
}

TEST(RecentErrors, AnErrorIsKeptForAMinute) {
  RecentErrors errors;
  errors.add(1, ECONNRESET, kStart);
  errors.add(2, ECONNRESET, kStart + std::chrono::seconds(1));
  const TimePoint later = kStart + RecentErrors::kKept;
  EXPECT_EQ(errors.take(1, later), 0);
  EXPECT_EQ(errors.take(2, later), ECONNRESET);
}

TEST(RecentErrors, OnlyTheNewestAreKept) {
  RecentErrors errors;
  for (std::uint64_t id = 0; id < RecentErrors::kMost + 10; ++id) errors.add(id, ECONNRESET, kStart);
  EXPECT_EQ(errors.take(0, kStart), 0);
  EXPECT_EQ(errors.take(RecentErrors::kMost + 9, kStart), ECONNRESET);
}

}  // namespace
}  // namespace flue::daemon
