#include "host/stack/interface.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

TEST(Interface, KnowsItsAddressesSubnetsAndBroadcasts) {
  RecordingLink link;
  InterfaceConfig config = StackHost::usual();
  config.addresses.push_back(*Ipv4Cidr::parse("192.168.4.9/30"));
  config.addresses.push_back(*Ipv4Cidr::parse("172.16.0.8/31"));
  const Interface interface(InterfaceId{0}, config, link, profile_parameters(ProfileName::kWin2003));
  EXPECT_TRUE(interface.owns(kOwn));
  EXPECT_TRUE(interface.owns(Ipv4Addr(192, 168, 4, 9)));
  EXPECT_FALSE(interface.owns(kPeer));
  for (const char* broadcast : {"255.255.255.255", "10.0.0.255", "10.255.255.255", "192.168.4.11", "192.168.4.255"}) {
    EXPECT_TRUE(interface.is_broadcast(*Ipv4Addr::parse(broadcast))) << broadcast;
  }
  for (const char* other : {"10.0.1.255", "192.168.4.10", "172.16.0.9", "172.16.0.8", "10.0.0.1"}) {
    EXPECT_FALSE(interface.is_broadcast(*Ipv4Addr::parse(other))) << other;
  }
  EXPECT_EQ(interface.source_for(Ipv4Addr(192, 168, 4, 10)), Ipv4Addr(192, 168, 4, 9));
  EXPECT_EQ(interface.source_for(kFar), kOwn);
}

TEST(Interface, TakesFromTheLinkWhatTheConfigurationLeavesOpen) {
  REQUIREMENT("LINK-16", "LINK-30");
  RecordingLink link;
  link.mtu_value = 9000;
  link.speed_value = 10'000'000;
  link.mac_value = kPeerMac;
  InterfaceConfig config = StackHost::usual();
  config.mac = MacAddr();
  const Interface open(InterfaceId{0}, config, link, profile_parameters(ProfileName::kWin2003));
  EXPECT_EQ(open.mtu, 9000u);
  EXPECT_EQ(open.speed, 10'000'000u);
  EXPECT_EQ(open.mac, kPeerMac);
  config.mtu = 1400;
  config.speed = 40'000'000'000;
  config.mac = kOwnMac;
  const Interface given(InterfaceId{0}, config, link, profile_parameters(ProfileName::kWin2003));
  EXPECT_EQ(given.mtu, 1400u);
  EXPECT_EQ(given.speed, 40'000'000'000u);
  EXPECT_EQ(given.mac, kOwnMac);
  link.speed_value.reset();
  config.speed.reset();
  const Interface unknown(InterfaceId{0}, config, link, profile_parameters(ProfileName::kWin2003));
  EXPECT_EQ(unknown.speed, 100'000'000'000u);
}

}  // namespace
}  // namespace flue::stack
