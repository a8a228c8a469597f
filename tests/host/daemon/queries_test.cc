#include "host/daemon/queries.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::daemon {
namespace {

using stack::StackHost;

// V-01 and V-02: 157.60.137.88 on 100 Mbit/s.
stack::InterfaceConfig first_interface() {
  stack::InterfaceConfig config;
  config.name = "flue0";
  config.mac = *MacAddr::parse("00:04:5a:56:10:06");
  config.addresses = {*Ipv4Cidr::parse("157.60.137.88/22")};
  config.gateways = {*Ipv4Addr::parse("157.60.136.1")};
  return config;
}

stack::InterfaceConfig second_interface() {
  stack::InterfaceConfig config;
  config.name = "flue1";
  config.mac = *MacAddr::parse("02:00:00:00:00:02");
  config.addresses = {*Ipv4Cidr::parse("10.0.0.3/24")};
  return config;
}

std::string words(const Json& route) {
  return route["destination"].get<std::string>() + " " + route["netmask"].get<std::string>() + " " +
         route["gateway"].get<std::string>() + " " + route["interface"].get<std::string>() + " " +
         std::to_string(route["metric"].get<int>());
}

TEST(Queries, RouteTableIsThatOfV02) {
  REQUIREMENT("ROUTE-17");
  REQUIREMENT("TOOL-15");
  StackHost host;
  host.add(first_interface());
  const Json answer = route_query(host.stack, host.parameters);
  std::vector<std::string> lines;
  for (const Json& route : answer["routes"]) lines.push_back(words(route));
  EXPECT_EQ(lines, (std::vector<std::string>{
                       "0.0.0.0 0.0.0.0 157.60.136.1 157.60.137.88 20",
                       "157.60.136.0 255.255.252.0 157.60.137.88 157.60.137.88 20",
                       "157.60.137.88 255.255.255.255 127.0.0.1 127.0.0.1 20",
                       "157.60.255.255 255.255.255.255 157.60.137.88 157.60.137.88 20",
                       "127.0.0.0 255.0.0.0 127.0.0.1 127.0.0.1 1",
                       "224.0.0.0 240.0.0.0 157.60.137.88 157.60.137.88 20",
                       "255.255.255.255 255.255.255.255 157.60.137.88 157.60.137.88 1",
                   }));
  EXPECT_EQ(answer["default_gateway"], "157.60.136.1");
  EXPECT_EQ(answer["interfaces"][0]["index"], 0x10003);
  EXPECT_EQ(answer["profile"], "win2003");
}

TEST(Queries, DefaultGatewayIsTheOneOfLeastMetric) {
  REQUIREMENT("ROUTE-18");
  StackHost host;
  host.add(first_interface());
  EXPECT_TRUE(host.stack.add_route(*Ipv4Cidr::parse("0.0.0.0/0"), *Ipv4Addr::parse("157.60.136.2"), {}, 5));
  EXPECT_EQ(route_query(host.stack, host.parameters)["default_gateway"], "157.60.136.2");
  StackHost without;
  without.add(second_interface());
  EXPECT_TRUE(route_query(without.stack, without.parameters)["default_gateway"].is_null());
}

// V-01: the listing before and after a static entry is added and deleted.
TEST(Queries, ArpListsEachInterfaceWithItsOwnEntries) {
  REQUIREMENT("ARP-29");
  REQUIREMENT("TOOL-15");
  StackHost host;
  host.add(first_interface());
  stack::RecordingLink second_link;
  host.add(second_interface(), second_link);
  const auto entries = [&](std::size_t interface) {
    return arp_query(host.stack, host.parameters, host.now)["interfaces"][interface]["entries"];
  };
  EXPECT_TRUE(entries(1).empty());
  const Ipv4Addr neighbour(10, 0, 0, 32);
  const MacAddr mac = *MacAddr::parse("00-60-8c-0e-6c-6a");
  ASSERT_TRUE(host.stack.add_static_arp(neighbour, mac, Ipv4Addr(10, 0, 0, 3), host.now));
  ASSERT_EQ(entries(1).size(), 1U);
  EXPECT_EQ(entries(1)[0]["address"], "10.0.0.32");
  EXPECT_EQ(entries(1)[0]["mac"], "00:60:8c:0e:6c:6a");
  EXPECT_EQ(entries(1)[0]["type"], "static");
  EXPECT_TRUE(entries(0).empty());
  ASSERT_TRUE(host.stack.delete_arp(neighbour));
  EXPECT_TRUE(entries(1).empty());
}

TEST(Queries, ArpSaysDynamicForWhatWasLearned) {
  StackHost host;
  host.add();
  host.know_neighbours();
  host.advance(std::chrono::seconds(3));
  const Json entry = arp_query(host.stack, host.parameters, host.now)["interfaces"][0]["entries"][0];
  EXPECT_EQ(entry["type"], "dynamic");
  EXPECT_EQ(entry["age_seconds"], 3);
}

TEST(Queries, NetstatShowsListenersConnectionsAndUdp) {
  REQUIREMENT("TOOL-10");
  REQUIREMENT("TOOL-11");
  StackHost host;
  host.add();
  host.know_neighbours();
  ASSERT_TRUE(host.stack.tcp().listen({.address = {}, .port = Port(80), .owner = 7, .options = {}}, host.now));
  ASSERT_TRUE(host.stack.tcp().connect(
      {.local = {stack::kOwn, Port(1025)}, .remote = {stack::kPeer, Port(9)}, .owner = 8, .options = {}}, host.now));
  ASSERT_TRUE(host.stack.udp_bind({{}, Port(13)}, [](const stack::UdpDatagram&, TimePoint) {}));
  const OwnerLookup only_seven = [](std::uint64_t owner) -> std::optional<std::int64_t> {
    if (owner == 7) return 4711;
    return std::nullopt;
  };
  const Json answer = netstat_query(host.stack, host.parameters, only_seven);
  Json found;
  for (const Json& one : answer["connections"]) {
    found[one["proto"].get<std::string>() + " " + one["local"].get<std::string>() + " " +
          one["remote"].get<std::string>() + " " + one["state"].get<std::string>()] = one["pid"];
  }
  EXPECT_EQ(found, (Json{{"tcp 0.0.0.0:80 0.0.0.0:0 LISTENING", 4711},
                         {"tcp 10.0.0.1:1025 10.0.0.2:9 SYN_SENT", nullptr},
                         {"udp 0.0.0.0:13 0.0.0.0:0 ", nullptr}}));
}

TEST(Queries, IpconfigShowsWhatTheInterfacesHave) {
  StackHost host;
  stack::InterfaceConfig config = first_interface();
  config.addresses.push_back(*Ipv4Cidr::parse("10.1.0.1/16"));
  host.add(config);
  const Json answer = ipconfig_query(host.stack, host.parameters, "davemac2");
  EXPECT_EQ(answer["host_name"], "davemac2");
  EXPECT_EQ(answer["ip_routing"], false);
  const Json& interface = answer["interfaces"][0];
  EXPECT_EQ(interface["mac"], "00:04:5a:56:10:06");
  EXPECT_EQ(interface["addresses"][1], (Json{{"address", "10.1.0.1"}, {"netmask", "255.255.0.0"}}));
  EXPECT_EQ(interface["gateways"], (Json{"157.60.136.1"}));
  EXPECT_EQ(interface["mtu"], 1500);
  EXPECT_EQ(interface["speed"], 100'000'000);
}

TEST(Queries, StatsCount) {
  REQUIREMENT("TOOL-15");
  StackHost host;
  host.add();
  host.know_neighbours();
  const auto requests = [&] {
    return stats_query(host.stack, host.parameters)["counters"]["icmp.in_echos"].get<std::uint64_t>();
  };
  const std::uint64_t before = requests();
  const stack::Frame data = stack::bytes_of("abc");
  host.datagram(stack::icmp_datagram(stack::kPeer, stack::kOwn, wire::echo_request(1, 1, data)));
  EXPECT_EQ(requests(), before + 1);
}

}  // namespace
}  // namespace flue::daemon
