#include "host/stack/arp.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

using namespace std::chrono_literals;

TEST(Arp, ResolvesTheNextHopAndSendsWhatWaited) {
  REQUIREMENT("ARP-01", "ARP-03", "ARP-05", "LINK-14");
  StackHost host;
  host.add();
  ASSERT_TRUE(host.send_udp(kPeer, "hello"));
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen request(host.take());
  ASSERT_TRUE(request.is_arp());
  EXPECT_TRUE(request.destination.is_broadcast());
  EXPECT_EQ(request.source, kOwnMac);
  EXPECT_EQ(request.arp(), (wire::ArpPacket{wire::ArpOperation::kRequest, kOwnMac, kOwn, {}, kPeer}));

  host.arp_reply(kPeer, kPeerMac);
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen datagram(host.take());
  ASSERT_TRUE(datagram.is_ipv4());
  EXPECT_EQ(datagram.destination, kPeerMac);
  EXPECT_EQ(datagram.source, kOwnMac);
  EXPECT_EQ(datagram.ipv4().destination(), kPeer);
}

TEST(Arp, AHitCausesNoTraffic) {
  REQUIREMENT("ARP-02");
  StackHost host;
  host.add();
  host.know_neighbours();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(host.send_udp(kPeer, "hello"));
  ASSERT_EQ(host.link.sent.size(), 3u);
  for (const Frame& frame : host.link.sent) {
    EXPECT_TRUE(Seen(frame).is_ipv4());
    EXPECT_EQ(Seen(frame).destination, kPeerMac);
  }
}

TEST(Arp, ResolvesTheRouterNotTheDestinationBehindIt) {
  REQUIREMENT("ARP-04", "ROUTE-08");
  StackHost host;
  host.add();
  ASSERT_TRUE(host.send_udp(kFar, "hello"));
  const Seen request(host.take());
  ASSERT_TRUE(request.is_arp());
  EXPECT_EQ(request.arp().target_address, kRouter);
  host.arp_reply(kRouter, kRouterMac);
  const Seen datagram(host.take());
  EXPECT_EQ(datagram.destination, kRouterMac);
  EXPECT_EQ(datagram.ipv4().destination(), kFar);
}

TEST(Arp, ABurstDeliversItsLatestDatagram) {
  REQUIREMENT("ARP-17", "ARP-18", "ARP-19", "UDP-07");
  StackHost host;
  host.add();
  for (const char* text : {"one", "two", "three"}) ASSERT_TRUE(host.send_udp(kPeer, text));
  EXPECT_EQ(host.link.sent.size(), 1u);  // one request for all
  host.link.sent.clear();
  host.arp_reply(kPeer, kPeerMac);
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen datagram(host.take());
  const Bytes payload = datagram.udp().payload();
  EXPECT_EQ(Frame(payload.begin(), payload.end()), bytes_of("three"));
  EXPECT_EQ(host.counter("arp.replaced"), 2u);
}

TEST(Arp, RepeatsUnansweredRequestsOncePerSecond) {
  REQUIREMENT("ARP-21");
  StackHost host;
  host.add();
  ASSERT_TRUE(host.send_udp(kPeer, "hello"));
  EXPECT_EQ(host.link.sent.size(), 1u);
  host.advance(999ms);
  EXPECT_EQ(host.link.sent.size(), 1u);
  host.advance(1ms);
  EXPECT_EQ(host.link.sent.size(), 2u);
  ASSERT_TRUE(host.send_udp(kPeer, "again"));  // no reason to ask more often
  EXPECT_EQ(host.link.sent.size(), 2u);
  host.advance(10s);
  EXPECT_EQ(host.link.sent.size(), 3u);
  EXPECT_EQ(host.counter("arp.unresolved"), 1u);
}

TEST(Arp, AnswersRequestsForOwnAddressesOnly) {
  REQUIREMENT("ARP-26");
  StackHost host;
  host.add();
  host.arp({wire::ArpOperation::kRequest, kPeerMac, kPeer, {}, kRouter}, kBroadcastMac);
  EXPECT_TRUE(host.link.sent.empty());
  host.arp({wire::ArpOperation::kRequest, kPeerMac, kPeer, {}, kOwn}, kBroadcastMac);
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen reply(host.take());
  EXPECT_EQ(reply.destination, kPeerMac);
  EXPECT_EQ(reply.arp(), (wire::ArpPacket{wire::ArpOperation::kReply, kOwnMac, kOwn, kPeerMac, kPeer}));
}

TEST(Arp, AnswersTheProbeOfAHostWithoutAddress) {
  StackHost host;
  host.add();
  host.arp({wire::ArpOperation::kRequest, kPeerMac, Ipv4Addr(), {}, kOwn}, kBroadcastMac);
  EXPECT_EQ(host.link.sent.size(), 1u);
  EXPECT_TRUE(host.stack.arp_entries(host.now).empty());
}

TEST(Arp, LearnsDynamicEntriesFromThoseWhoAskForUs) {
  REQUIREMENT("ARP-12");
  StackHost host;
  host.add();
  host.arp({wire::ArpOperation::kRequest, kPeerMac, kPeer, {}, kOwn}, kBroadcastMac);
  // Not asked: neither an answer to us nor a question to us, so no entry (RFC 826).
  host.arp({wire::ArpOperation::kRequest, kRouterMac, kRouter, {}, kPeer}, kBroadcastMac);
  // A stranger to the subnet.
  host.arp({wire::ArpOperation::kRequest, kRouterMac, kFar, {}, kOwn}, kBroadcastMac);
  const auto entries = host.stack.arp_entries(host.now);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].address, kPeer);
  EXPECT_EQ(entries[0].mac, kPeerMac);
  EXPECT_FALSE(entries[0].is_static);
}

TEST(Arp, IgnoresImpossibleSenders) {
  StackHost host;
  host.add();
  const MacAddr group({0x01, 0, 0x5E, 0, 0, 1});
  host.arp({wire::ArpOperation::kRequest, group, kPeer, {}, kOwn}, kBroadcastMac);
  host.arp({wire::ArpOperation::kRequest, MacAddr(), kPeer, {}, kOwn}, kBroadcastMac);
  EXPECT_EQ(host.counter("arp.in_bad"), 2u);
  EXPECT_TRUE(host.link.sent.empty());
  for (const Ipv4Addr sender : {Ipv4Addr(10, 0, 0, 255), Ipv4Addr(224, 0, 0, 5), kLimitedBroadcast}) {
    host.arp({wire::ArpOperation::kRequest, kPeerMac, sender, {}, kOwn}, kBroadcastMac);
  }
  EXPECT_TRUE(host.stack.arp_entries(host.now).empty());
}

// V-01: two interfaces, two caches.
class ArpListing : public testing::Test {
 protected:
  ArpListing() {
    InterfaceConfig first;
    first.name = "flue0";
    first.mac = kOwnMac;
    first.addresses = {*Ipv4Cidr::parse("157.60.137.88/22")};
    host.add(first);
    InterfaceConfig second;
    second.name = "flue1";
    second.mac = MacAddr({0x02, 0xF1, 0x0E, 0, 0, 9});
    second.addresses = {*Ipv4Cidr::parse("10.0.0.3/24")};
    host.add(second, other);
    learn("157.60.136.1", "00-0a-42-b0-54-0a", Ipv4Addr(157, 60, 137, 88), 0);
    learn("157.60.137.0", "00-b0-d0-e9-41-43", Ipv4Addr(157, 60, 137, 88), 0);
    learn("10.0.0.1", "08-00-2b-c4-25-b6", Ipv4Addr(10, 0, 0, 3), 1);
    host.link.sent.clear();
    other.sent.clear();
  }
  void learn(const char* address, const char* mac, Ipv4Addr asked, std::uint32_t interface) {
    host.arp({wire::ArpOperation::kRequest, *MacAddr::parse(mac), *Ipv4Addr::parse(address), {}, asked}, kBroadcastMac,
             interface);
  }
  std::vector<std::string> listing() const {
    std::vector<std::string> lines;
    for (const ArpEntryInfo& e : host.stack.arp_entries(host.now)) {
      lines.push_back(std::to_string(e.interface.index) + " " + to_string(e.address) + " " + to_string_hyphen(e.mac) +
                      (e.is_static ? " static" : " dynamic"));
    }
    return lines;
  }
  const std::vector<std::string> dynamic_only = {"0 157.60.136.1 00-0a-42-b0-54-0a dynamic",
                                                 "0 157.60.137.0 00-b0-d0-e9-41-43 dynamic",
                                                 "1 10.0.0.1 08-00-2b-c4-25-b6 dynamic"};
  StackHost host;
  RecordingLink other;
};

TEST_F(ArpListing, KeepsOneCachePerInterface) {
  REQUIREMENT("ARP-06");
  EXPECT_EQ(listing(), dynamic_only);
}

TEST_F(ArpListing, AddsStaticEntriesToTheChosenInterface) {
  REQUIREMENT("ARP-13", "ARP-11", "ARP-14");
  const Ipv4Addr address(10, 0, 0, 32);
  const MacAddr mac = *MacAddr::parse("00-60-8c-0e-6c-6a");
  ASSERT_TRUE(host.stack.add_static_arp(address, mac, Ipv4Addr(10, 0, 0, 3), host.now));
  auto expected = dynamic_only;
  expected.push_back("1 10.0.0.32 00-60-8c-0e-6c-6a static");
  EXPECT_EQ(listing(), expected);
  ASSERT_TRUE(host.send_udp(address, "x"));
  EXPECT_EQ(Seen(host.take(other)).destination, mac);

  ASSERT_TRUE(host.stack.delete_arp(address));
  EXPECT_EQ(listing(), dynamic_only);
  EXPECT_EQ(host.stack.delete_arp(address).error(), StackError::kNoSuchEntry);
  // The next datagram is resolved afresh.
  ASSERT_TRUE(host.send_udp(address, "x"));
  EXPECT_TRUE(Seen(host.take(other)).is_arp());
}

TEST_F(ArpListing, DeletesDynamicEntriesToo) {
  REQUIREMENT("ARP-14");
  ASSERT_TRUE(host.send_udp(Ipv4Addr(10, 0, 0, 1), "x"));
  EXPECT_TRUE(Seen(host.take(other)).is_ipv4());
  ASSERT_TRUE(host.stack.delete_arp(Ipv4Addr(10, 0, 0, 1)));
  ASSERT_TRUE(host.send_udp(Ipv4Addr(10, 0, 0, 1), "x"));
  EXPECT_TRUE(Seen(host.take(other)).is_arp());
}

TEST_F(ArpListing, RefusesAnInterfaceAddressThatIsNotOurs) {
  EXPECT_EQ(host.stack.add_static_arp(Ipv4Addr(10, 0, 0, 32), kPeerMac, Ipv4Addr(10, 0, 0, 99), host.now).error(),
            StackError::kUnknownInterface);
}

TEST(Arp, NeverAsksForGroupsAndBroadcasts) {
  REQUIREMENT("ARP-22", "LINK-32", "MCAST-03", "MCAST-04");
  StackHost host;
  host.add();
  struct Case {
    const char* address;
    const char* mac;
  };
  for (const Case& c : {Case{"225.0.0.5", "01:00:5e:00:00:05"}, Case{"224.0.0.1", "01:00:5e:00:00:01"},
                        Case{"224.0.0.2", "01:00:5e:00:00:02"}, Case{"239.128.0.5", "01:00:5e:00:00:05"},
                        Case{"239.255.255.255", "01:00:5e:7f:ff:ff"}, Case{"10.0.0.255", "ff:ff:ff:ff:ff:ff"},
                        Case{"10.255.255.255", "ff:ff:ff:ff:ff:ff"}, Case{"255.255.255.255", "ff:ff:ff:ff:ff:ff"}}) {
    ASSERT_TRUE(host.send_udp(*Ipv4Addr::parse(c.address), "x")) << c.address;
    ASSERT_EQ(host.link.sent.size(), 1u) << c.address;
    const Seen seen(host.take());
    EXPECT_TRUE(seen.is_ipv4()) << c.address;
    EXPECT_EQ(to_string(seen.destination), c.mac) << c.address;
  }
}

TEST(Arp, WithOurselvesAsGatewayEveryDestinationIsANeighbour) {
  REQUIREMENT("ARP-23", "ROUTE-30");
  StackHost host;
  InterfaceConfig config = StackHost::usual();
  config.gateways.clear();
  host.add(config);
  ASSERT_TRUE(host.stack.add_route({Ipv4Addr(), Ipv4Mask(0)}, kOwn, std::nullopt, 1));
  ASSERT_TRUE(host.send_udp(kFar, "x"));
  EXPECT_EQ(Seen(host.take()).arp().target_address, kFar);
}

TEST(Arp, UsesAnEntryOnlyWhileItLives) {
  REQUIREMENT("ARP-07", "ARP-08");
  StackHost host;
  host.add();
  host.know_neighbours();
  for (int minute = 0; minute < 10; ++minute) {
    ASSERT_TRUE(host.send_udp(kPeer, "x"));
    EXPECT_TRUE(Seen(host.take()).is_ipv4()) << minute;
    host.advance(1min);
  }
  ASSERT_TRUE(host.send_udp(kPeer, "x"));
  EXPECT_TRUE(Seen(host.take()).is_arp());
}

TEST(Arp, AnEntryIsOldEvenIfNobodyPolled) {
  StackHost host;
  host.add();
  host.know_neighbours();
  ASSERT_TRUE(host.send_udp(kPeer, "x"));
  EXPECT_TRUE(Seen(host.take()).is_ipv4());
  host.now += 120s;
  ASSERT_TRUE(host.send_udp(kPeer, "x"));
  EXPECT_TRUE(Seen(host.take()).is_arp());
}

}  // namespace
}  // namespace flue::stack
