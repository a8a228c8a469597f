#include "host/stack/duplicate_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// The gratuitous requests among the sent frames.
std::vector<wire::ArpPacket> announcements(const RecordingLink& link) {
  std::vector<wire::ArpPacket> found;
  for (const Frame& frame : link.sent) {
    const Seen seen(frame);
    if (!seen.is_arp() || !seen.destination.is_broadcast()) continue;
    const wire::ArpPacket packet = seen.arp();
    if (packet.sender_address == packet.target_address) found.push_back(packet);
  }
  return found;
}

InterfaceConfig two_addresses() {
  InterfaceConfig config = StackHost::usual();
  config.addresses.push_back(*Ipv4Cidr::parse("10.0.1.1/24"));
  return config;
}

TEST(DuplicateAddress, AnnouncesEveryAddressArpRetryCountTimes) {
  REQUIREMENT("DAD-01", "DAD-03", "ARP-24");
  for (const std::uint32_t count : {1u, 2u, 3u}) {
    Parameters parameters = profile_parameters(ProfileName::kWin2003);
    parameters.arp.arp_retry_count = count;
    StackHost host(parameters);
    ASSERT_TRUE(host.stack.add_interface(two_addresses(), host.link, host.now));
    EXPECT_EQ(announcements(host.link).size(), 2u);  // the first of each at once
    host.advance(10s);
    const auto sent = announcements(host.link);
    ASSERT_EQ(sent.size(), 2u * count);
    for (const auto& packet : sent) EXPECT_EQ(packet.sender_mac, kOwnMac);
    EXPECT_EQ(std::count_if(sent.begin(), sent.end(), [](const auto& p) { return p.sender_address == kOwn; }), count);
  }
}

TEST(DuplicateAddress, Nt4AnnouncesOnce) {
  REQUIREMENT("DAD-02");
  StackHost host(profile_parameters(ProfileName::kNt4));
  ASSERT_TRUE(host.stack.add_interface(StackHost::usual(), host.link, host.now));
  host.advance(10s);
  EXPECT_EQ(announcements(host.link).size(), 1u);
}

TEST(DuplicateAddress, AnAnswerDisablesAnInterfaceWithOneAddress) {
  REQUIREMENT("DAD-04", "DAD-05", "DAD-09");
  StackHost host;
  ASSERT_TRUE(host.stack.add_interface(StackHost::usual(), host.link, host.now));
  host.arp({wire::ArpOperation::kReply, kPeerMac, kOwn, kOwnMac, kOwn});
  ASSERT_FALSE(host.log.lines.empty());
  EXPECT_THAT(host.log.lines[0], HasSubstr("address conflict for IP address 10.0.0.1"));
  EXPECT_THAT(host.log.lines[0], HasSubstr("hardware address 02:AA:00:00:00:02"));
  EXPECT_FALSE(host.stack.interfaces()[0].up);
  EXPECT_FALSE(host.stack.is_own_address(kOwn));

  host.link.sent.clear();
  host.advance(10s);
  EXPECT_TRUE(host.link.sent.empty());  // no further announcements
  EXPECT_EQ(host.send_udp(kPeer, "x").error(), UdpError::kNoRoute);
  host.datagram(icmp_datagram(kPeer, kOwn, wire::echo_request(1, 1, {})));
  EXPECT_TRUE(host.link.sent.empty());
  EXPECT_EQ(host.counter("link.in_disabled"), 1u);
}

TEST(DuplicateAddress, AnAnswerDisablesOneOfSeveralAddresses) {
  REQUIREMENT("DAD-04");
  StackHost host;
  ASSERT_TRUE(host.stack.add_interface(two_addresses(), host.link, host.now));
  host.arp({wire::ArpOperation::kReply, kPeerMac, kOwn, kOwnMac, kOwn});
  EXPECT_TRUE(host.stack.interfaces()[0].up);
  EXPECT_FALSE(host.stack.is_own_address(kOwn));
  EXPECT_TRUE(host.stack.is_own_address(Ipv4Addr(10, 0, 1, 1)));
  for (const Route& route : host.stack.routes()) {
    EXPECT_NE(route.destination, (Ipv4Cidr{kOwn, Ipv4Mask(32)}));
    EXPECT_NE(route.destination, *Ipv4Cidr::parse("10.0.0.0/24"));
  }
}

TEST(DuplicateAddress, TheOffenderRepairsTheCachesOfOthers) {
  REQUIREMENT("DAD-12");
  StackHost host;
  ASSERT_TRUE(host.stack.add_interface(StackHost::usual(), host.link, host.now));
  host.link.sent.clear();
  host.arp({wire::ArpOperation::kReply, kPeerMac, kOwn, kOwnMac, kOwn});
  const auto sent = announcements(host.link);
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].sender_mac, kPeerMac);  // the defender's
  EXPECT_EQ(sent[0].sender_address, kOwn);
  EXPECT_EQ(Seen(host.link.sent[0]).source, kOwnMac);
}

TEST(DuplicateAddress, TheDefenderAnswersLogsAndKeepsWorking) {
  REQUIREMENT("DAD-06", "ARP-25");
  StackHost host;
  host.add();
  host.arp({wire::ArpOperation::kRequest, kPeerMac, kOwn, {}, kOwn}, kBroadcastMac);
  ASSERT_EQ(host.link.sent.size(), 1u);
  EXPECT_EQ(Seen(host.take()).arp(), (wire::ArpPacket{wire::ArpOperation::kReply, kOwnMac, kOwn, kPeerMac, kOwn}));
  EXPECT_EQ(host.log.lines.size(), 1u);
  EXPECT_EQ(host.counter("arp.conflicts"), 1u);
  EXPECT_TRUE(host.stack.is_own_address(kOwn));
  EXPECT_TRUE(host.stack.interfaces()[0].up);
  EXPECT_TRUE(host.stack.arp_entries(host.now).empty());
}

TEST(DuplicateAddress, Nt4sDefenderRepairsTheCachesOfOthers) {
  REQUIREMENT("DAD-07");
  Parameters parameters = profile_parameters(ProfileName::kNt4);
  ASSERT_TRUE(parameters.arp.defender_announces);
  StackHost host(parameters);
  host.add();
  host.arp({wire::ArpOperation::kRequest, kPeerMac, kOwn, {}, kOwn}, kBroadcastMac);
  const auto sent = announcements(host.link);
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].sender_mac, kOwnMac);
}

// V-05.
TEST(DuplicateAddress, ALateConflictIsLoggedWithTheForeignAddress) {
  REQUIREMENT("DAD-08", "DAD-09");
  StackHost host;
  InterfaceConfig config = StackHost::usual();
  config.addresses = {*Ipv4Cidr::parse("10.199.40.123/24")};
  config.gateways.clear();
  host.add(config);
  const MacAddr other = *MacAddr::parse("00:dd:01:0f:7a:b5");
  // Its first request for any address gives it away.
  host.arp({wire::ArpOperation::kRequest, other, Ipv4Addr(10, 199, 40, 123), {}, Ipv4Addr(10, 199, 40, 1)},
           kBroadcastMac);
  ASSERT_EQ(host.log.lines.size(), 1u);
  EXPECT_THAT(host.log.lines[0], HasSubstr("10.199.40.123"));
  EXPECT_THAT(host.log.lines[0], HasSubstr("00:DD:01:0F:7A:B5"));
  EXPECT_THAT(host.log.lines[0], HasSubstr("Network operations on this system may be disrupted"));
  EXPECT_TRUE(host.stack.interfaces()[0].up);
}

TEST(DuplicateAddress, ConflictsDoNotFloodTheLog) {
  StackHost host;
  host.add();
  for (int i = 0; i < 100; ++i) host.arp({wire::ArpOperation::kReply, kPeerMac, kOwn, kOwnMac, kOwn});
  EXPECT_EQ(host.log.lines.size(), 1u);
  EXPECT_EQ(host.counter("arp.conflicts"), 100u);
  host.advance(10s);
  host.arp({wire::ArpOperation::kReply, kPeerMac, kOwn, kOwnMac, kOwn});
  EXPECT_EQ(host.log.lines.size(), 2u);
}

TEST(DuplicateAddress, OurOwnBroadcastComingBackIsNoConflict) {
  StackHost host;
  ASSERT_TRUE(host.stack.add_interface(StackHost::usual(), host.link, host.now));
  host.frame(Frame(host.link.sent.at(0)));
  EXPECT_TRUE(host.stack.interfaces()[0].up);
  EXPECT_EQ(host.counter("arp.conflicts"), 0u);
}

}  // namespace
}  // namespace flue::stack
