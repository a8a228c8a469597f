#include "host/tcp/path_mss.h"

#include <gtest/gtest.h>

#include "host/params/profiles.h"
#include "tests/support/requirement.h"

namespace flue::tcp {
namespace {

const TcpParameters kWin2003 = profile_parameters(ProfileName::kWin2003).tcp;
const TcpParameters kNt4 = profile_parameters(ProfileName::kNt4).tcp;

struct MtuCase {
  const char* name;
  std::uint16_t mtu;
  std::uint16_t mss;
};
class MtuToMss : public testing::TestWithParam<MtuCase> {};

TEST_P(MtuToMss, IsLinkMtuMinusForty) {
  REQUIREMENT("PMTU-03");
  Path path;
  path.mtu = path.link_mtu = GetParam().mtu;
  EXPECT_EQ(segment_sizes(path, kWin2003, {}).own_mss, GetParam().mss);
}
INSTANTIATE_TEST_SUITE_P(V11, MtuToMss,
                         testing::Values(MtuCase{"Ethernet", 1500, 1460}, MtuCase{"Default", 576, 536},
                                         MtuCase{"V14", 1479, 1439}, MtuCase{"Least", 88, 48},
                                         MtuCase{"LeastNt4", 68, 28}),
                         [](const auto& test) { return test.param.name; });

TEST(SegmentSizes, PathMtuLimitsWhatIsSentButNotWhatIsAnnounced) {
  Path path;
  path.mtu = 1000;
  const SegmentSizes sizes = segment_sizes(path, kWin2003, {});
  EXPECT_EQ(sizes.own_mss, 1460);
  EXPECT_EQ(sizes.path_mss, 960);
}

TEST(SegmentSizes, WithoutDiscoveryNonLocalDestinationsGet536) {
  REQUIREMENT("PMTU-08");
  TcpParameters parameters = kWin2003;
  parameters.enable_pmtu_discovery = false;
  Path path;
  path.local_subnet = false;
  EXPECT_EQ(segment_sizes(path, parameters, {}).path_mss, 536);
  EXPECT_EQ(segment_sizes(path, parameters, {}).own_mss, 536);
  path.local_subnet = true;
  EXPECT_EQ(segment_sizes(path, parameters, {}).path_mss, 1460);
  path.local_subnet = false;
  EXPECT_EQ(segment_sizes(path, kWin2003, {}).path_mss, 1460);
}

TEST(SegmentSizes, MaxSegmentOptionLowersBoth) {
  const SegmentSizes sizes = segment_sizes({}, kWin2003, {.max_segment = 1000});
  EXPECT_EQ(sizes.own_mss, 1000);
  EXPECT_EQ(sizes.path_mss, 1000);
  EXPECT_EQ(segment_sizes({}, kWin2003, {.max_segment = 9000}).own_mss, 1460);
}

TEST(MtuAfterReport, TakesTheReportedValue) {
  EXPECT_EQ(mtu_after_report(1500, 576, kWin2003), 576);
  EXPECT_EQ(mtu_after_report(1500, 1479, kWin2003), 1479);
  EXPECT_EQ(mtu_after_report(576, 1500, kWin2003), 576) << "an error never raises it";
}

TEST(MtuAfterReport, NeverGoesBelowTheProfilesLeast) {
  REQUIREMENT("PMTU-06", "PMTU-07");
  EXPECT_EQ(mtu_after_report(1500, 20, kWin2003), 88);
  EXPECT_EQ(mtu_after_report(1500, 70, kWin2003), 88);
  EXPECT_EQ(mtu_after_report(1500, 20, kNt4), 68);
}

// RFC 1191 section 7.1: a router that reports no MTU.
TEST(MtuAfterReport, FallsToTheNextPlateauWhenNoneIsReported) {
  REQUIREMENT("PMTU-14");
  EXPECT_EQ(mtu_after_report(9000, 0, kWin2003), 8166);
  EXPECT_EQ(mtu_after_report(1500, 0, kWin2003), 1492);
  EXPECT_EQ(mtu_after_report(1492, 0, kWin2003), 1006);
  EXPECT_EQ(mtu_after_report(508, 0, kWin2003), 296);
  EXPECT_EQ(mtu_after_report(296, 0, kWin2003), 88);
  EXPECT_EQ(mtu_after_report(88, 0, kWin2003), 88);
}

}  // namespace
}  // namespace flue::tcp
