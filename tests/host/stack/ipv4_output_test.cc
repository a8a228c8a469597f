#include "host/stack/ipv4_output.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "host/stack/reassembly.h"
#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

using namespace std::chrono_literals;

struct Ready : StackHost {
  explicit Ready(const Parameters& values = profile_parameters(ProfileName::kWin2003)) : StackHost(values) {
    add();
    know_neighbours();
  }
};

TEST(Ipv4Output, WritesANormalHeader) {
  REQUIREMENT("IP-22", "IP-24", "IP-03");
  Ready host;
  ASSERT_TRUE(host.send_udp(kPeer, "hello"));
  const Seen seen(host.take());
  EXPECT_EQ(load_u8(seen.payload, 0), 0x45);
  EXPECT_EQ(seen.ipv4().tos(), 0);
  EXPECT_EQ(seen.ipv4().total_length(), 20 + 8 + 5);
  EXPECT_TRUE(seen.ipv4().checksum_ok());
  EXPECT_EQ(seen.ipv4().source(), kOwn);
  EXPECT_EQ(seen.ipv4().destination(), kPeer);
  EXPECT_EQ(seen.frame.size(), 14u + 33u);
}

TEST(Ipv4Output, TtlAndTosFollowTheParameters) {
  REQUIREMENT("IP-04", "IP-05", "IP-22", "MCAST-09");
  Ready usual;
  ASSERT_TRUE(usual.send_udp(kPeer, "x"));
  EXPECT_EQ(Seen(usual.take()).ipv4().ttl(), 128);
  Parameters parameters = profile_parameters(ProfileName::kWin2003);
  parameters.ip.default_ttl = 33;
  parameters.ip.default_tos = 0x10;
  Ready host(parameters);
  ASSERT_TRUE(host.send_udp(kPeer, "x"));
  const Seen unicast(host.take());
  EXPECT_EQ(unicast.ipv4().ttl(), 33);
  EXPECT_EQ(unicast.ipv4().tos(), 0x10);
  ASSERT_TRUE(host.send_udp(Ipv4Addr(224, 1, 2, 3), "x"));
  EXPECT_EQ(Seen(host.take()).ipv4().ttl(), 1);
}

TEST(Ipv4Output, IdentificationsOfADestinationCountOn) {
  Ready host;
  std::vector<std::uint16_t> ids;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(host.send_udp(kPeer, "x"));
    ids.push_back(Seen(host.take()).ipv4().id());
  }
  EXPECT_EQ(ids[1], static_cast<std::uint16_t>(ids[0] + 1));
  EXPECT_EQ(ids[2], static_cast<std::uint16_t>(ids[1] + 1));
}

TEST(Ipv4Output, FragmentsWhatIsTooLarge) {
  REQUIREMENT("IP-11", "IP-12");
  Ready host;
  ASSERT_TRUE(host.send_udp(kPeer, ping_pattern(4000)));
  ASSERT_EQ(host.link.sent.size(), 3u);
  std::size_t offset = 0;
  const std::uint16_t id = Seen(host.link.sent[0]).ipv4().id();
  for (std::size_t i = 0; i < 3; ++i) {
    const Seen seen(host.link.sent[i]);
    EXPECT_LE(seen.ipv4().total_length(), 1500);
    EXPECT_EQ(seen.ipv4().id(), id);
    EXPECT_EQ(seen.ipv4().fragment_offset(), offset);
    EXPECT_EQ(seen.ipv4().more_fragments(), i < 2);
    EXPECT_FALSE(seen.ipv4().dont_fragment());
    if (i < 2) EXPECT_EQ(seen.ipv4().payload().size() % 8, 0u);
    offset += seen.ipv4().payload().size();
  }
  EXPECT_EQ(offset, 4008u);
}

RC_GTEST_PROP(Ipv4OutputProperty, FragmentsReassembleToWhatWasSent, ()) {
  StackHost host;
  host.link.mtu_value = *rc::gen::inRange<std::uint32_t>(88, 2000);
  host.add();
  host.know_neighbours();
  const Frame payload = ping_pattern(*rc::gen::inRange<std::size_t>(0, 9000));
  RC_ASSERT(host.send_udp(kPeer, payload).has_value());
  Reassembler reassembler(60s, 1u << 20);
  for (std::size_t i = 0; i < host.link.sent.size(); ++i) {
    const Seen seen(host.link.sent[i]);
    RC_ASSERT(seen.payload.size() <= host.link.mtu_value);
    if (!seen.ipv4().is_fragment()) {
      const Bytes data = seen.udp().payload();
      RC_ASSERT(Frame(data.begin(), data.end()) == payload);
      continue;
    }
    const auto added = reassembler.add(seen.ipv4(), host.now);
    const bool last = i + 1 == host.link.sent.size();
    RC_ASSERT((added.outcome == Reassembler::Outcome::kComplete) == last);
    if (!last) continue;
    const auto whole = wire::Ipv4View::parse(added.datagram);
    const auto udp = wire::UdpView::parse(whole->payload());
    RC_ASSERT(udp->checksum_ok(wire::pseudo_header_sum(kOwn, kPeer, wire::kProtocolUdp, udp->length())));
    const Bytes data = udp->payload();
    RC_ASSERT(Frame(data.begin(), data.end()) == payload);
  }
}

// V-12, C-27.
TEST(Ipv4Output, APingLargerThanTheMtuWithDfIsALocalError) {
  REQUIREMENT("IP-14", "IP-11", "ICMP-10", "LINK-18");
  Ready host;
  const Frame fits = ping_pattern(1472);
  ASSERT_TRUE(host.stack.ping({.remote = kPeer, .data = fits, .dont_fragment = true, .ttl = {}}, host.now));
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen seen(host.take());
  EXPECT_EQ(seen.ipv4().total_length(), 1500);
  EXPECT_TRUE(seen.ipv4().dont_fragment());
  const Frame too_large = ping_pattern(1473);
  const auto refused =
      host.stack.ping({.remote = kPeer, .data = too_large, .dont_fragment = true, .ttl = {}}, host.now);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), Stack::PingError::kNeedsFragmentation);
  EXPECT_TRUE(host.link.sent.empty());
  ASSERT_TRUE(host.stack.ping({.remote = kPeer, .data = too_large, .ttl = {}}, host.now));
  EXPECT_EQ(host.link.sent.size(), 2u);
}

TEST(Ipv4Output, TheConfiguredMtuLowersTheLinks) {
  REQUIREMENT("LINK-19", "LINK-15");
  StackHost host;
  InterfaceConfig config = StackHost::usual();
  config.mtu = 1000;
  host.add(config);
  host.know_neighbours();
  ASSERT_TRUE(host.send_udp(kPeer, ping_pattern(972)));
  EXPECT_EQ(host.link.sent.size(), 1u);
  ASSERT_TRUE(host.send_udp(kPeer, ping_pattern(973)));
  EXPECT_EQ(host.link.sent.size(), 3u);
}

TEST(Ipv4Output, AnUnusuallyLargeMtuIsUsed) {
  REQUIREMENT("LINK-17");
  StackHost host;
  host.link.mtu_value = 9180;
  host.add();
  host.know_neighbours();
  ASSERT_TRUE(host.send_udp(kPeer, ping_pattern(9180 - 28)));
  ASSERT_EQ(host.link.sent.size(), 1u);
  EXPECT_EQ(Seen(host.take()).ipv4().total_length(), 9180);
}

TEST(Ipv4Output, WithoutARouteNothingIsSent) {
  REQUIREMENT("IP-02");
  StackHost host;
  InterfaceConfig config = StackHost::usual();
  config.gateways.clear();
  host.add(config);
  EXPECT_EQ(host.send_udp(kFar, "x").error(), UdpError::kNoRoute);
  EXPECT_EQ(host.send_udp(Ipv4Addr(), "x").error(), UdpError::kNoRoute);
  EXPECT_EQ(host.send_udp(Ipv4Addr(240, 1, 1, 1), "x").error(), UdpError::kNoRoute);
  EXPECT_TRUE(host.link.sent.empty());
}

TEST(Ipv4Output, TheRouteDecidesTheInterfaceTheApplicationTheSource) {
  REQUIREMENT("IP-20", "ROUTE-53", "LINK-14");
  Ready host;
  RecordingLink second;
  InterfaceConfig config = StackHost::usual();
  config.mac = MacAddr({2, 0, 0, 0, 0, 9});
  config.addresses = {*Ipv4Cidr::parse("10.0.1.1/24")};
  config.gateways.clear();
  host.add(config, second);
  const Ipv4Addr neighbour(10, 0, 1, 5);
  ASSERT_TRUE(host.stack.add_static_arp(neighbour, kPeerMac, std::nullopt, host.now));
  const Endpoint local{kOwn, Port(4001)};  // an address of the other interface
  ASSERT_TRUE(host.stack.udp_bind(local, [](const UdpDatagram&, TimePoint) {}));
  ASSERT_TRUE(host.stack.udp_send(local, {neighbour, Port(1)}, bytes_of("x"), host.now));
  EXPECT_TRUE(host.link.sent.empty());
  ASSERT_EQ(second.sent.size(), 1u);
  const Seen seen(second.sent[0]);
  EXPECT_EQ(seen.source, config.mac);
  EXPECT_EQ(seen.ipv4().source(), kOwn);
}

}  // namespace
}  // namespace flue::stack
