#include "host/stack/ethernet.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

Frame echo_frame(const MacAddr& to, bool snap = false, std::optional<std::uint16_t> tag = {}) {
  return ethernet_frame({.destination = to, .source = kPeerMac, .snap = snap, .vlan_tag = tag},
                        icmp_datagram(kPeer, kOwn, wire::echo_request(1, 1, bytes_of("data"))));
}

TEST(Ethernet, AcceptsOwnAndBroadcastAddressOnly) {
  REQUIREMENT("LINK-08");
  StackHost host;
  host.add();
  host.know_neighbours();
  host.frame(echo_frame(kOwnMac));
  EXPECT_EQ(host.link.sent.size(), 1u);
  host.frame(echo_frame(kPeerMac));
  host.frame(echo_frame(MacAddr({0x01, 0, 0x5E, 0, 0, 5})));
  EXPECT_EQ(host.link.sent.size(), 1u);
  EXPECT_EQ(host.counter("link.in_filtered"), 2u);
  host.arp({wire::ArpOperation::kRequest, kPeerMac, kPeer, {}, kOwn}, kBroadcastMac);
  EXPECT_EQ(host.link.sent.size(), 2u);
}

TEST(Ethernet, ReceivesDixAndSnapAndSendsDix) {
  REQUIREMENT("LINK-05", "LINK-31");
  StackHost host;
  host.add();
  host.know_neighbours();
  host.frame(echo_frame(kOwnMac));
  host.frame(echo_frame(kOwnMac, true));
  ASSERT_EQ(host.link.sent.size(), 2u);
  for (const Frame& frame : host.link.sent) {
    EXPECT_FALSE(Seen(frame).snap);
    EXPECT_EQ(Seen(frame).type, 0x0800);
    EXPECT_EQ(frame.size(), Seen(frame).ipv4().total_length() + 14u);
  }
}

TEST(Ethernet, ArpUseEtherSnapSendsSnap) {
  REQUIREMENT("LINK-05");
  Parameters parameters = profile_parameters(ProfileName::kWin2003);
  parameters.arp.arp_use_ether_snap = true;
  StackHost host(parameters);
  host.add();
  host.know_neighbours();
  host.frame(echo_frame(kOwnMac));
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen reply(host.take());
  EXPECT_TRUE(reply.snap);
  EXPECT_EQ(reply.type, 0x0800);
  EXPECT_EQ(reply.destination, kPeerMac);
  EXPECT_EQ(reply.ipv4().destination(), kPeer);
  // 802.3 takes 8 bytes less.
  EXPECT_EQ(host.stack.interfaces()[0].mtu, 1492u);
}

TEST(Ethernet, DropsWhatItDoesNotKnowAndCountsIt) {
  StackHost host;
  host.add();
  host.know_neighbours();
  host.frame(from_hex("00 11 22"));
  EXPECT_EQ(host.counter("link.in_bad_frame"), 1u);
  host.frame(ethernet_frame({.destination = kOwnMac, .source = kPeerMac, .type = 0x86DD, .vlan_tag = {}},
                            bytes_of("no IPv6 here")));
  EXPECT_EQ(host.counter("link.in_unknown_type"), 1u);
  host.frame(echo_frame(kOwnMac, false, 5));  // somebody else's virtual LAN
  EXPECT_EQ(host.counter("link.in_unknown_type"), 2u);
  EXPECT_TRUE(host.link.sent.empty());
  host.frame(echo_frame(kOwnMac, false, 0xE000));  // a priority tag
  EXPECT_EQ(host.link.sent.size(), 1u);
}

TEST(Ethernet, TheTapSeesFramesBothWays) {
  StackHost host;
  host.add();
  host.know_neighbours();
  std::vector<std::pair<Stack::Direction, Frame>> seen;
  host.stack.set_frame_tap([&](InterfaceId, Stack::Direction direction, Bytes frame, TimePoint) {
    seen.emplace_back(direction, Frame(frame.begin(), frame.end()));
  });
  const Frame request = echo_frame(kOwnMac);
  host.frame(request);
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0], std::pair(Stack::Direction::kIn, request));
  EXPECT_EQ(seen[1], std::pair(Stack::Direction::kOut, host.link.sent[0]));
}

TEST(Ethernet, CountsWhatTheLinkCouldNotTake) {
  StackHost host;
  host.add();
  host.know_neighbours();
  host.link.accepts = false;
  host.frame(echo_frame(kOwnMac));
  EXPECT_EQ(host.counter("link.out_lost"), 1u);
}

}  // namespace
}  // namespace flue::stack
