#include "host/stack/path_mtu.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{1000s};

TEST(PathMtu, IsTheLinksUntilToldOtherwiseAndAgainAfterTenMinutes) {
  REQUIREMENT("PMTU-14");
  PathMtu paths(88);
  EXPECT_EQ(paths.get(kFar, 1500, kStart), 1500);
  paths.lower(kFar, 576, 1500, kStart);
  EXPECT_EQ(paths.get(kFar, 1500, kStart), 576);
  EXPECT_EQ(paths.get(kPeer, 1500, kStart), 1500);
  EXPECT_EQ(paths.get(kFar, 1500, kStart + 10min - 1ns), 576);
  EXPECT_EQ(paths.get(kFar, 1500, kStart + 10min), 1500);
}

TEST(PathMtu, NeverGrowsByNews) {
  PathMtu paths(88);
  paths.lower(kFar, 576, 1500, kStart);
  paths.lower(kFar, 1000, 1500, kStart);
  EXPECT_EQ(paths.get(kFar, 1500, kStart), 576);
  paths.lower(kPeer, 9000, 1500, kStart);
  EXPECT_EQ(paths.get(kPeer, 1500, kStart), 1500);
}

TEST(PathMtu, NeverFallsBelowTheLeast) {
  REQUIREMENT("PMTU-06", "PMTU-07");
  EXPECT_EQ(PathMtu(88).believed(60, 1500), 88);
  EXPECT_EQ(PathMtu(68).believed(60, 1500), 68);
  PathMtu paths(88);
  paths.lower(kFar, 20, 1500, kStart);
  EXPECT_EQ(paths.get(kFar, 1500, kStart), 88);
}

TEST(PathMtu, AnOldRouterMeansTheNextPlateau) {
  REQUIREMENT("PMTU-14");
  struct Case {
    std::uint16_t quoted;
    std::uint16_t mtu;
  };
  for (const Case& c : {Case{65535, 32000}, Case{9000, 8166}, Case{1500, 1492}, Case{1492, 1006}, Case{1006, 508},
                        Case{500, 296}, Case{296, 88}, Case{60, 88}}) {
    EXPECT_EQ(PathMtu(88).believed(0, c.quoted), c.mtu) << c.quoted;
  }
  EXPECT_EQ(PathMtu(88).believed(1000, 1500), 1000);
}

TEST(PathMtu, IsBounded) {
  PathMtu paths(88);
  for (std::uint32_t i = 0; i < 2 * PathMtu::kLimit; ++i) {
    paths.lower(Ipv4Addr(i), 576, 1500, kStart + std::chrono::microseconds(i));
  }
  EXPECT_EQ(paths.size(), PathMtu::kLimit);
  EXPECT_EQ(paths.get(Ipv4Addr(0), 1500, kStart), 1500);  // the oldest gave way
  EXPECT_EQ(paths.get(Ipv4Addr(2 * PathMtu::kLimit - 1), 1500, kStart), 576);
}

}  // namespace
}  // namespace flue::stack
