#include "host/stack/route_cache.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

using Kind = RouteCacheEntry::Kind;

class RouteCacheTest : public testing::Test {
 protected:
  RouteCacheTest() {
    const InterfaceConfig config = StackHost::usual();
    interfaces.push_back(std::make_unique<Interface>(InterfaceId{0}, config, link, parameters));
    EXPECT_TRUE(table.add_interface({{0}, config.addresses, config.gateways, 20, 20, 0}));
  }
  const Parameters parameters = profile_parameters(ProfileName::kWin2003);
  SeededRandom random = test::random_stream();
  RecordingLink link;
  Interfaces interfaces;
  RouteTable table{ProfileName::kWin2003};
  RouteCache cache{table, interfaces, random};
};

TEST_F(RouteCacheTest, KnowsTheKindOfEveryDestination) {
  REQUIREMENT("ROUTE-31");
  struct Case {
    Ipv4Addr destination;
    Kind kind;
    Ipv4Addr next_hop;
  };
  for (const Case& c : {Case{kPeer, Kind::kNeighbour, kPeer}, Case{kFar, Kind::kRouter, kRouter},
                        Case{Ipv4Addr(10, 0, 0, 255), Kind::kBroadcast, Ipv4Addr(10, 0, 0, 255)},
                        Case{Ipv4Addr(224, 0, 0, 9), Kind::kMulticast, Ipv4Addr(224, 0, 0, 9)}}) {
    const RouteCacheEntry& entry = cache.get(c.destination);
    EXPECT_EQ(entry.kind, c.kind) << to_string(c.destination);
    EXPECT_EQ(entry.next_hop, c.next_hop);
    EXPECT_EQ(entry.interface, interfaces[0].get());
  }
  EXPECT_EQ(cache.get(kOwn).kind, Kind::kLoopback);
  EXPECT_EQ(cache.get(Ipv4Addr(127, 9, 9, 9)).kind, Kind::kLoopback);
  EXPECT_EQ(cache.get(Ipv4Addr()).kind, Kind::kNoRoute);
  EXPECT_EQ(cache.get(Ipv4Addr(240, 0, 0, 1)).kind, Kind::kNoRoute);
}

TEST_F(RouteCacheTest, FollowsTheTableAndGoesOnCounting) {
  cache.get(kFar).next_id = 1234;
  ASSERT_TRUE(table.add({kFar, Ipv4Mask(32)}, kPeer, {}, 1));
  EXPECT_EQ(cache.get(kFar).next_hop, kPeer);
  EXPECT_EQ(cache.get(kFar).next_id, 1234);
  ASSERT_TRUE(table.remove({kFar, Ipv4Mask(32)}, {}));
  ASSERT_TRUE(table.remove({Ipv4Addr(), Ipv4Mask(0)}, {}));
  EXPECT_EQ(cache.get(kFar).kind, Kind::kNoRoute);
}

TEST_F(RouteCacheTest, SharesSlotsCorrectly) {
  for (int round = 0; round < 2; ++round) {
    for (std::uint32_t i = 0; i < 5000; ++i) {
      const Ipv4Addr destination(0x0B000000u + i);
      EXPECT_EQ(cache.get(destination).destination, destination);
    }
  }
}

}  // namespace
}  // namespace flue::stack
