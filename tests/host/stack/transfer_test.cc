// Two whole stacks over a bad wire. The full size is in transfer_slow_test.cc.
#include <gtest/gtest.h>

#include "tests/host/stack/two_stacks.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

using namespace std::chrono_literals;

class Transfer : public testing::TestWithParam<ProfileName> {};

TEST_P(Transfer, IsByteExactBothWaysAtOnceOverABadWire) {
  REQUIREMENT("TCP-SETUP-01");
  transfer_both_ways(GetParam(), 1u << 20, 1h);
}

INSTANTIATE_TEST_SUITE_P(Profiles, Transfer,
                         testing::Values(ProfileName::kNt4, ProfileName::kWin2000, ProfileName::kWin2003,
                                         ProfileName::kModern),
                         [](const auto& info) { return std::string(to_string(info.param)); });

TEST(TwoStacks, PingEachOther) {
  REQUIREMENT("ICMP-03", "ARP-26");
  TwoStacks net({}, profile_parameters(ProfileName::kWin2003));
  std::vector<Stack::PingAnswer> answers;
  net.a.set_ping_handler([&](const Stack::PingAnswer& answer, TimePoint) { answers.push_back(answer); });
  const Frame data = ping_pattern(1450);
  ASSERT_TRUE(
      net.a.ping({.remote = Ipv4Addr(10, 0, 0, 2), .identifier = 1, .sequence = 1, .data = data, .ttl = {}}, net.now));
  while (answers.empty() && net.step()) {
  }
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].bytes, 1450u);
  EXPECT_EQ(answers[0].from, Ipv4Addr(10, 0, 0, 2));
}

}  // namespace
}  // namespace flue::stack
