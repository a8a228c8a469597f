#include <gtest/gtest.h>

#include "tests/host/tcp/tcp_transfer.h"
#include "tests/support/requirement.h"

namespace flue::tcp {
namespace {

class TcpTransferSlow : public testing::TestWithParam<ProfileName> {};

TEST_P(TcpTransferSlow, SixtyFourMebibytesEachWayAtOnceAreByteExact) {
  REQUIREMENT("TCP-SETUP-01", "TCP-SETUP-03");
  EXPECT_EQ(test_transfer::transfer(GetParam(), 64u << 20, std::chrono::hours(24)), "");
}

INSTANTIATE_TEST_SUITE_P(Profiles, TcpTransferSlow, testing::Values(ProfileName::kWin2003, ProfileName::kModern),
                         [](const auto& test) { return std::string(to_string(test.param)); });

}  // namespace
}  // namespace flue::tcp
