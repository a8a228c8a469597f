#include "host/stack/route_table.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

Ipv4Addr address(const char* text) { return *Ipv4Addr::parse(text); }
Ipv4Cidr prefix(const char* text) { return *Ipv4Cidr::parse(text); }

// "destination/length gateway metric", the gateway column as `route print` shows it.
std::string line(const Route& route, Ipv4Addr own) {
  const Ipv4Addr gateway = route.loopback ? Ipv4Addr(127, 0, 0, 1) : route.gateway.value_or(own);
  return to_string(route.destination) + " " + to_string(gateway) + " " + std::to_string(route.metric);
}

std::vector<std::string> lines(const RouteTable& table, Ipv4Addr own) {
  std::vector<std::string> shown;
  for (const Route& route : table.list()) shown.push_back(line(route, own));
  return shown;
}

RouteTable v02(ProfileName profile) {
  RouteTable table(profile);
  const std::vector<Ipv4Cidr> addresses = {prefix("157.60.137.88/22")};
  const std::vector<Ipv4Addr> gateways = {address("157.60.136.1")};
  const std::uint32_t metric = automatic_metric(100'000'000);
  EXPECT_TRUE(table.add_interface({.interface = {0},
                                   .addresses = addresses,
                                   .gateways = gateways,
                                   .metric = metric,
                                   .gateway_metric = metric,
                                   .gateway_step = 0}));
  return table;
}

TEST(RouteTable, HasExactlyTheInitialSetOf2003) {
  REQUIREMENT("ROUTE-10", "ROUTE-11", "ROUTE-12", "ROUTE-01", "IP-17");
  EXPECT_EQ(lines(v02(ProfileName::kWin2003), address("157.60.137.88")), (std::vector<std::string>{
                                                                             "0.0.0.0/0 157.60.136.1 20",
                                                                             "157.60.136.0/22 157.60.137.88 20",
                                                                             "157.60.137.88/32 127.0.0.1 20",
                                                                             "157.60.255.255/32 157.60.137.88 20",
                                                                             "127.0.0.0/8 127.0.0.1 1",
                                                                             "224.0.0.0/4 157.60.137.88 20",
                                                                             "255.255.255.255/32 157.60.137.88 1",
                                                                         }));
}

TEST(RouteTable, HasTheSevenEntriesOfNt4InTheirOrder) {
  REQUIREMENT("ROUTE-13");
  EXPECT_EQ(lines(v02(ProfileName::kNt4), address("157.60.137.88")), (std::vector<std::string>{
                                                                         "0.0.0.0/0 157.60.136.1 20",
                                                                         "127.0.0.0/8 127.0.0.1 1",
                                                                         "157.60.136.0/22 157.60.137.88 20",
                                                                         "157.60.137.88/32 127.0.0.1 20",
                                                                         "157.60.139.255/32 157.60.137.88 20",
                                                                         "224.0.0.0/4 157.60.137.88 20",
                                                                         "255.255.255.255/32 157.60.137.88 1",
                                                                     }));
}

struct LookUp {
  const char* name;
  const char* destination;
  const char* route;
  const char* gateway;  // null: direct
  bool loopback;
};
class RouteTableV02 : public testing::TestWithParam<LookUp> {};

TEST_P(RouteTableV02, ChoosesTheLongestMatch) {
  REQUIREMENT("ROUTE-03", "ROUTE-04", "ROUTE-09", "MCAST-03", "IP-16");
  const LookUp& c = GetParam();
  for (const ProfileName profile : {ProfileName::kWin2003, ProfileName::kNt4}) {
    const RouteTable table = v02(profile);
    const Route* route = table.find(address(c.destination));
    ASSERT_NE(route, nullptr);
    EXPECT_EQ(to_string(route->destination), c.route);
    EXPECT_EQ(route->gateway.has_value(), c.gateway != nullptr);
    if (c.gateway != nullptr) EXPECT_EQ(to_string(*route->gateway), c.gateway);
    EXPECT_EQ(route->loopback, c.loopback);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, RouteTableV02,
                         testing::Values(LookUp{"Neighbour", "157.60.138.49", "157.60.136.0/22", nullptr, false},
                                         LookUp{"Far", "10.200.1.1", "0.0.0.0/0", "157.60.136.1", false},
                                         LookUp{"Own", "157.60.137.88", "157.60.137.88/32", nullptr, true},
                                         LookUp{"Group", "224.0.0.5", "224.0.0.0/4", nullptr, false},
                                         LookUp{"Broadcast", "255.255.255.255", "255.255.255.255/32", nullptr, false},
                                         LookUp{"NextSubnet", "157.60.140.1", "0.0.0.0/0", "157.60.136.1", false},
                                         LookUp{"Loopback", "127.1.2.3", "127.0.0.0/8", nullptr, true}),
                         [](const auto& info) { return info.param.name; });

TEST(RouteTable, SearchesHostSubnetNetworkDefault) {
  REQUIREMENT("ROUTE-02", "ROUTE-01");
  RouteTable table = v02(ProfileName::kNt4);
  ASSERT_TRUE(table.add(prefix("10.0.0.0/8"), address("157.60.136.2"), {}, 1));
  ASSERT_TRUE(table.add(prefix("10.1.1.0/24"), address("157.60.136.3"), {}, 1));
  ASSERT_TRUE(table.add(prefix("10.1.1.9/32"), address("157.60.136.4"), {}, 1));
  EXPECT_EQ(table.find(address("10.1.1.9"))->gateway, address("157.60.136.4"));
  EXPECT_EQ(table.find(address("10.1.1.8"))->gateway, address("157.60.136.3"));
  EXPECT_EQ(table.find(address("10.2.1.8"))->gateway, address("157.60.136.2"));
  EXPECT_EQ(table.find(address("11.2.1.8"))->gateway, address("157.60.136.1"));
}

// V-03.
TEST(RouteTable, RoutesAggregatesByTheirMaskedBitsOnly) {
  REQUIREMENT("ROUTE-29", "IP-19");
  RouteTable table = v02(ProfileName::kWin2003);
  ASSERT_TRUE(table.add(prefix("131.107.6.77/22"), address("157.60.136.2"), {}, 1));
  for (const char* inside : {"131.107.4.0", "131.107.5.1", "131.107.6.255", "131.107.7.255"}) {
    EXPECT_EQ(table.find(address(inside))->gateway, address("157.60.136.2")) << inside;
  }
  for (const char* outside : {"131.107.8.1", "131.107.3.255"}) {
    EXPECT_EQ(table.find(address(outside))->gateway, address("157.60.136.1")) << outside;
  }
  ASSERT_TRUE(table.add(prefix("157.60.1.128/25"), address("157.60.136.3"), {}, 1));
  EXPECT_EQ(table.find(address("157.60.1.128"))->gateway, address("157.60.136.3"));
  EXPECT_EQ(table.find(address("157.60.1.255"))->gateway, address("157.60.136.3"));
  EXPECT_EQ(table.find(address("157.60.1.127"))->gateway, address("157.60.136.1"));
  EXPECT_EQ(table.find(address("157.60.2.0"))->gateway, address("157.60.136.1"));
}

TEST(RouteTable, AllZerosAndAllOnesSubnetsAreValid) {
  REQUIREMENT("IP-18");
  RouteTable table(ProfileName::kWin2003);
  const std::vector<Ipv4Cidr> addresses = {prefix("172.16.0.1/24"), prefix("172.16.255.1/24")};
  ASSERT_TRUE(table.add_interface(
      {.interface = {0}, .addresses = addresses, .gateways = {}, .metric = 20, .gateway_metric = 20}));
  EXPECT_EQ(to_string(table.find(address("172.16.0.77"))->destination), "172.16.0.0/24");
  EXPECT_EQ(to_string(table.find(address("172.16.255.77"))->destination), "172.16.255.0/24");
}

RouteTable two_interfaces(std::uint32_t first_metric, std::uint32_t second_metric) {
  RouteTable table(ProfileName::kWin2003);
  const std::vector<Ipv4Cidr> first = {prefix("10.0.0.1/24")};
  const std::vector<Ipv4Cidr> second = {prefix("10.0.1.1/24")};
  const std::vector<Ipv4Addr> first_gateway = {address("10.0.0.254")};
  const std::vector<Ipv4Addr> second_gateway = {address("10.0.1.254")};
  EXPECT_TRUE(table.add_interface({{0}, first, first_gateway, first_metric, first_metric, 0}));
  EXPECT_TRUE(table.add_interface({{1}, second, second_gateway, second_metric, second_metric, 0}));
  return table;
}

TEST(RouteTable, OfEqualLengthTheLowestMetricWins) {
  REQUIREMENT("ROUTE-05");
  EXPECT_EQ(two_interfaces(20, 10).find(kFar)->gateway, address("10.0.1.254"));
  EXPECT_EQ(two_interfaces(10, 20).find(kFar)->gateway, address("10.0.0.254"));
}

TEST(RouteTable, OfEqualMetricTheBindingOrderDecides) {
  REQUIREMENT("ROUTE-06", "ROUTE-07", "LINK-13", "ROUTE-19");
  EXPECT_EQ(two_interfaces(20, 20).find(kFar)->gateway, address("10.0.0.254"));
}

TEST(RouteTable, AutomaticMetricsFollowTheSpeed) {
  REQUIREMENT("ROUTE-22", "ROUTE-23");
  struct Case {
    std::uint64_t speed;
    std::uint32_t metric;
  };
  for (const Case& c : {Case{100'000'000'000, 10}, Case{200'000'001, 10}, Case{200'000'000, 20}, Case{100'000'000, 20},
                        Case{20'000'001, 20}, Case{20'000'000, 30}, Case{10'000'000, 30}, Case{4'000'000, 40},
                        Case{500'001, 40}, Case{500'000, 50}, Case{9600, 50}}) {
    EXPECT_EQ(automatic_metric(c.speed), c.metric) << c.speed;
  }
}

TEST(RouteTable, ABaseMetricCountsTheGateways) {
  REQUIREMENT("ROUTE-24", "ROUTE-21");
  StackHost host;
  InterfaceConfig config = StackHost::usual();
  config.gateways = {Ipv4Addr(10, 0, 0, 254), Ipv4Addr(10, 0, 0, 253), Ipv4Addr(10, 0, 0, 252)};
  config.gateway_metric = 100;
  host.add(config);
  std::vector<std::uint32_t> metrics;
  for (const Route& route : host.stack.routes()) {
    if (route.origin == RouteOrigin::kDefault) metrics.push_back(route.metric);
    if (route.origin == RouteOrigin::kConnected) EXPECT_EQ(route.metric, 20u);
  }
  EXPECT_EQ(metrics, (std::vector<std::uint32_t>{100, 101, 102}));
}

TEST(RouteTable, TheAutomaticMetricCanBeReplaced) {
  REQUIREMENT("ROUTE-21", "ROUTE-12");
  StackHost host;
  InterfaceConfig config = StackHost::usual();
  config.metric = 7;
  host.add(config);
  for (const Route& route : host.stack.routes()) {
    const bool fixed =
        route.origin == RouteOrigin::kLoopback || route.destination.address == Ipv4Addr(255, 255, 255, 255);
    EXPECT_EQ(route.metric, fixed ? 1u : 7u) << to_string(route.destination);
  }
}

TEST(RouteTable, TheBroadcastEntryIsThatOfTheClassOrOfTheSupernet) {
  REQUIREMENT("ROUTE-11");
  EXPECT_EQ(to_string(all_subnets_broadcast(prefix("10.77.0.2/24"))), "10.255.255.255");
  EXPECT_EQ(to_string(all_subnets_broadcast(prefix("157.60.137.88/22"))), "157.60.255.255");
  EXPECT_EQ(to_string(all_subnets_broadcast(prefix("192.168.3.4/26"))), "192.168.3.255");
  EXPECT_EQ(to_string(all_subnets_broadcast(prefix("192.168.3.4/16"))), "192.168.255.255");
}

TEST(RouteTable, RefusesWhatCannotWork) {
  RouteTable table = v02(ProfileName::kWin2003);
  const std::uint32_t version = table.version();
  EXPECT_EQ(table.add(prefix("10.0.0.0/8"), address("9.9.9.9"), {}, 1).error(), StackError::kGatewayOffSubnet);
  EXPECT_EQ(table.add(prefix("10.0.0.0/8"), {}, {}, 1).error(), StackError::kUnknownInterface);
  EXPECT_EQ(table.add(prefix("0.0.0.0/0"), address("157.60.136.1"), {}, 1).error(), StackError::kRouteExists);
  EXPECT_EQ(table.remove(prefix("10.0.0.0/8"), {}).error(), StackError::kNoSuchRoute);
  EXPECT_EQ(table.remove(prefix("157.60.137.88/32"), {}).error(), StackError::kNoSuchRoute);
  EXPECT_EQ(table.remove(prefix("127.0.0.0/8"), {}).error(), StackError::kNoSuchRoute);
  EXPECT_EQ(table.version(), version);
}

TEST(RouteTable, RoutesByHandComeAndGo) {
  REQUIREMENT("ROUTE-14");
  RouteTable table = v02(ProfileName::kWin2003);
  ASSERT_TRUE(table.add(prefix("10.0.0.0/8"), address("157.60.136.2"), {}, 5));
  ASSERT_TRUE(table.add(prefix("10.0.0.0/8"), address("157.60.136.3"), {}, 6));
  EXPECT_EQ(table.find(address("10.1.1.1"))->gateway, address("157.60.136.2"));
  ASSERT_TRUE(table.remove(prefix("10.0.0.0/8"), address("157.60.136.2")));
  EXPECT_EQ(table.find(address("10.1.1.1"))->gateway, address("157.60.136.3"));
  ASSERT_TRUE(table.remove(prefix("10.0.0.0/8"), {}));
  EXPECT_EQ(table.find(address("10.1.1.1"))->gateway, address("157.60.136.1"));
  ASSERT_TRUE(table.remove(prefix("0.0.0.0/0"), {}));
  EXPECT_EQ(table.find(address("10.1.1.1")), nullptr);
}

TEST(RouteTable, AnOwnAddressAsGatewayMakesDestinationsNeighbours) {
  REQUIREMENT("ROUTE-30");
  RouteTable table = v02(ProfileName::kWin2003);
  ASSERT_TRUE(table.remove(prefix("0.0.0.0/0"), {}));
  ASSERT_TRUE(table.add(prefix("0.0.0.0/0"), address("157.60.137.88"), {}, 1));
  ASSERT_NE(table.find(kFar), nullptr);
  EXPECT_FALSE(table.find(kFar)->gateway.has_value());
  ASSERT_TRUE(table.remove(prefix("0.0.0.0/0"), address("157.60.137.88")));
  EXPECT_EQ(table.find(kFar), nullptr);
}

TEST(RouteTable, StaticRoutesOnAnyInterface) {
  REQUIREMENT("ROUTE-54", "ROUTE-53");
  RouteTable table = two_interfaces(20, 20);
  ASSERT_TRUE(table.add(prefix("10.9.0.0/16"), address("10.0.1.77"), {}, 1));
  EXPECT_EQ(table.find(address("10.9.1.1"))->interface, InterfaceId{1});
  ASSERT_TRUE(table.add(prefix("10.8.0.0/16"), {}, InterfaceId{1}, 1));
  EXPECT_EQ(table.find(address("10.8.1.1"))->interface, InterfaceId{1});
}

TEST(RouteTable, AnInterfaceTakesItsRoutesAlong) {
  RouteTable table = two_interfaces(20, 30);
  ASSERT_TRUE(table.add(prefix("10.9.0.0/16"), address("10.0.0.77"), {}, 1));
  table.remove_interface({0});
  EXPECT_EQ(table.find(address("10.9.1.1"))->gateway, address("10.0.1.254"));
  EXPECT_EQ(table.find(address("127.0.0.1"))->origin, RouteOrigin::kLoopback);
  EXPECT_EQ(table.add(prefix("10.9.0.0/16"), address("10.0.0.77"), {}, 1).error(), StackError::kGatewayOffSubnet);
}

}  // namespace
}  // namespace flue::stack
