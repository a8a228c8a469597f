#include "tests/host/tcp/tcp_transfer.h"

#include <gtest/gtest.h>

#include "tests/support/requirement.h"

namespace flue::tcp {
namespace {

class TcpTransfer : public testing::TestWithParam<ProfileName> {};

TEST_P(TcpTransfer, TwoMebibytesEachWayAtOnceAreByteExact) {
  REQUIREMENT("TCP-SETUP-01", "TCP-SETUP-03");
  EXPECT_EQ(test_transfer::transfer(GetParam(), 2u << 20, std::chrono::hours(1)), "");
}

INSTANTIATE_TEST_SUITE_P(Profiles, TcpTransfer,
                         testing::Values(ProfileName::kNt4, ProfileName::kWin2000, ProfileName::kWin2003,
                                         ProfileName::kModern),
                         [](const auto& test) { return std::string(to_string(test.param)); });

}  // namespace
}  // namespace flue::tcp
