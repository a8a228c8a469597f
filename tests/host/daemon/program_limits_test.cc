#include "host/daemon/program_limits.h"

#include <gtest/gtest.h>

namespace flue::daemon {
namespace {

constexpr uid_t kUser = 1000;
constexpr uid_t kOther = 1001;
constexpr TimePoint kStart{std::chrono::seconds(100)};

Limits small() {
  Limits limits;
  limits.sockets = 3;
  limits.buffer_bytes = 1000;
  limits.half_open = 2;
  limits.ports = 1;
  limits.requests_per_second = 10;
  return limits;
}

TEST(ProgramLimits, EachKindHasItsOwnLimit) {
  ProgramLimits limits(small());
  EXPECT_TRUE(limits.take(kUser, {3, 1000, 2, 1, 3}));
  EXPECT_FALSE(limits.take(kUser, {1, 0, 0, 0, 0}));
  EXPECT_FALSE(limits.take(kUser, {0, 1, 0, 0, 0}));
  EXPECT_FALSE(limits.take(kUser, {0, 0, 1, 0, 0}));
  EXPECT_FALSE(limits.take(kUser, {0, 0, 0, 1, 0}));
  EXPECT_FALSE(limits.take(kUser, {0, 0, 0, 0, 1}));
}

TEST(ProgramLimits, RefusalTakesNothing) {
  ProgramLimits limits(small());
  EXPECT_FALSE(limits.take(kUser, {1, 1001, 0, 0, 0}));
  EXPECT_EQ(limits.usage(kUser), Usage{});
}

TEST(ProgramLimits, WhatIsGivenBackMayBeTakenAgain) {
  ProgramLimits limits(small());
  ASSERT_TRUE(limits.take(kUser, {3, 0, 0, 0, 0}));
  limits.give_back(kUser, {1, 0, 0, 0, 0});
  EXPECT_TRUE(limits.take(kUser, {1, 0, 0, 0, 0}));
  EXPECT_FALSE(limits.take(kUser, {1, 0, 0, 0, 0}));
}

TEST(ProgramLimits, UsersDoNotShareAndTheAdministratorIsFree) {
  ProgramLimits limits(small());
  ASSERT_TRUE(limits.take(kUser, {3, 0, 0, 0, 0}));
  EXPECT_TRUE(limits.take(kOther, {3, 0, 0, 0, 0}));
  EXPECT_TRUE(limits.take(0, {300, 1 << 30, 300, 300, 300}));
}

TEST(ProgramLimits, RequestsRefillSteadily) {
  ProgramLimits limits(small());
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(limits.take_request(kUser, kStart));
  EXPECT_FALSE(limits.take_request(kUser, kStart));
  EXPECT_FALSE(limits.take_request(kUser, kStart + std::chrono::milliseconds(99)));
  EXPECT_TRUE(limits.take_request(kUser, kStart + std::chrono::milliseconds(201)));
  EXPECT_TRUE(limits.take_request(kOther, kStart));
  EXPECT_TRUE(limits.take_request(0, kStart));
}

TEST(ProgramLimits, IdlenessDoesNotPileUpRequests) {
  ProgramLimits limits(small());
  limits.take_request(kUser, kStart);
  int served = 0;
  while (served < 100 && limits.take_request(kUser, kStart + std::chrono::hours(1))) ++served;
  EXPECT_EQ(served, 10);
}

TEST(ProgramLimits, LowPortsAreTheAdministratorsOrAConfiguredRanges) {
  Limits range = small();
  EXPECT_FALSE(ProgramLimits(range).may_use_port(kUser, Port(1023)));
  EXPECT_TRUE(ProgramLimits(range).may_use_port(kUser, Port(1024)));
  EXPECT_TRUE(ProgramLimits(range).may_use_port(kUser, Port(0)));
  EXPECT_TRUE(ProgramLimits(range).may_use_port(0, Port(80)));
  range.privileged_port_uids = {1000, 1000};
  EXPECT_TRUE(ProgramLimits(range).may_use_port(kUser, Port(80)));
  EXPECT_FALSE(ProgramLimits(range).may_use_port(kOther, Port(80)));
}

}  // namespace
}  // namespace flue::daemon
