#include "host/stack/tcp_glue.h"

#include <gtest/gtest.h>

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
  tcp::ConnectionId connect(Ipv4Addr remote) {
    return *stack.tcp().connect({.local = {}, .remote = {remote, Port(80)}}, now);
  }
  // Answers the SYN that was just sent.
  tcp::ConnectionId connected(Ipv4Addr remote) {
    const tcp::ConnectionId id = connect(remote);
    const Seen syn(take());
    peer_seq = Seq(5000);
    own_port = syn.tcp().source();
    own_seq = syn.tcp().seq() + 1;
    segment(remote, {.syn = true, .ack = true}, {.mss = 1460});
    peer_seq += 1;
    link.sent.clear();
    return id;
  }
  void segment(Ipv4Addr remote, wire::TcpFlags flags, wire::TcpOptions options = {}, Bytes payload = {}) {
    datagram(tcp_datagram(remote, kOwn,
                          {.source = Port(80),
                           .destination = own_port,
                           .seq = peer_seq,
                           .ack = own_seq,
                           .flags = flags,
                           .window = RawWindow(60000),
                           .options = options},
                          payload));
  }
  Seq peer_seq, own_seq;
  Port own_port;
};

TEST(TcpGlue, WritesSegmentsWithChecksumsAndDf) {
  REQUIREMENT("IP-15", "PMTU-04", "PMTU-03", "TCP-SETUP-02");
  Ready host;
  host.connect(kFar);
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen syn(host.take());
  EXPECT_EQ(syn.destination, kRouterMac);
  EXPECT_EQ(syn.ipv4().protocol(), 6);
  EXPECT_TRUE(syn.ipv4().dont_fragment());
  EXPECT_EQ(syn.ipv4().ttl(), 128);
  EXPECT_TRUE(syn.ipv4().checksum_ok());
  EXPECT_TRUE(
      syn.tcp().checksum_ok(wire::pseudo_header_sum(kOwn, kFar, wire::kProtocolTcp, syn.ipv4().payload().size())));
  EXPECT_EQ(syn.tcp().options().values.mss, 1460);
}

TEST(TcpGlue, WithoutPathMtuDiscoverySegmentsAreSmallAndMayBeFragmented) {
  REQUIREMENT("PMTU-08", "IP-15");
  Parameters parameters = profile_parameters(ProfileName::kWin2003);
  parameters.tcp.enable_pmtu_discovery = false;
  Ready host(parameters);
  const auto id = host.connected(kFar);
  host.stack.tcp().write(id, ping_pattern(5000), host.now);
  ASSERT_FALSE(host.link.sent.empty());
  const Seen data(host.take());
  EXPECT_FALSE(data.ipv4().dont_fragment());
  EXPECT_EQ(data.ipv4().total_length(), 576);
}

TEST(TcpGlue, MssOfEveryMtu) {
  REQUIREMENT("PMTU-03", "LINK-16");  // V-11
  struct Case {
    std::uint32_t mtu;
    std::uint16_t mss;
  };
  for (const Case& c : {Case{1500, 1460}, Case{576, 536}, Case{1479, 1439}, Case{88, 48}, Case{9180, 9140}}) {
    StackHost host;
    host.link.mtu_value = c.mtu;
    host.add();
    host.know_neighbours();
    ASSERT_TRUE(host.stack.tcp().connect({.local = {}, .remote = {kPeer, Port(80)}}, host.now));
    EXPECT_EQ(Seen(host.take()).tcp().options().values.mss, c.mss) << c.mtu;
  }
}

TEST(TcpGlue, DropsBadChecksumsAndCounts) {
  REQUIREMENT("TCP-SETUP-02");
  Ready host;
  ASSERT_TRUE(host.stack.tcp().listen({.address = {}, .port = Port(80)}, host.now));
  Frame syn =
      tcp_datagram(kPeer, kOwn, {.source = Port(1000), .destination = Port(80), .seq = Seq(1), .flags = {.syn = true}});
  syn[37] ^= std::byte{0x40};
  host.datagram(syn);
  EXPECT_TRUE(host.link.sent.empty());
  EXPECT_EQ(host.counter("tcp.in_checksum"), 1u);
  syn[37] ^= std::byte{0x40};
  host.datagram(syn);
  ASSERT_EQ(host.link.sent.size(), 1u);
  EXPECT_TRUE(Seen(host.take()).tcp().flags().syn);
}

TEST(TcpGlue, DropsMalformedAndBroadcastSegments) {
  Ready host;
  ASSERT_TRUE(host.stack.tcp().listen({.address = {}, .port = Port(80)}, host.now));
  host.datagram(ipv4_datagram({.protocol = wire::kProtocolTcp, .source = kPeer, .destination = kOwn, .options = {}},
                              ping_pattern(19)));
  EXPECT_EQ(host.counter("tcp.in_header"), 1u);
  host.datagram(tcp_datagram(kPeer, Ipv4Addr(10, 0, 0, 255),
                             {.source = Port(1000), .destination = Port(80), .seq = Seq(1), .flags = {.syn = true}}),
                kBroadcastMac);
  EXPECT_EQ(host.counter("tcp.in_not_unicast"), 1u);
  EXPECT_TRUE(host.link.sent.empty());
}

// V-16: the printed frame, for a connection that does not exist here.
TEST(TcpGlue, ReadsTheNagleFrame) {
  REQUIREMENT("TCP-SETUP-02", "IP-24");
  StackHost host;
  InterfaceConfig config = StackHost::usual();
  config.mac = *MacAddr::parse("D2-41-53-48-00-00");
  config.addresses = {*Ipv4Cidr::parse("199.181.164.4/24")};
  config.gateways = {Ipv4Addr(199, 181, 164, 1)};
  host.add(config);
  ASSERT_TRUE(host.stack.add_static_arp(Ipv4Addr(199, 181, 164, 1), kRouterMac, std::nullopt, host.now));
  host.frame(
      from_hex("D2 41 53 48 00 00 52 41 53 48 00 00 08 00 45 00"
               "00 2B EA 83 40 00 20 06 F5 85 CC B6 42 53 C7 B5"
               "A4 04 07 6D 00 17 3D 8D 25 36 15 0F 86 89 50 18"
               "1E 56 1E 56 00 00 79 79 79"));
  EXPECT_EQ(host.counter("ip.in_checksum"), 0u);
  EXPECT_EQ(host.counter("tcp.in_checksum"), 0u);
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen reset(host.take());
  EXPECT_TRUE(reset.tcp().flags().rst);
  EXPECT_EQ(reset.tcp().seq(), Seq(353339017));
  EXPECT_EQ(reset.tcp().source(), Port(23));
  EXPECT_EQ(reset.tcp().destination(), Port(1901));
}

TEST(TcpGlue, FragmentationNeededLowersTheSegments) {
  REQUIREMENT("PMTU-01", "PMTU-05", "PMTU-06");
  struct Case {
    std::uint16_t reported;
    std::uint16_t effective;
  };
  for (const Case& c : {Case{576, 576}, Case{1479, 1479}, Case{60, 88}, Case{0, 1492}}) {
    Ready host;
    const auto id = host.connected(kFar);
    host.stack.tcp().write(id, ping_pattern(20'000), host.now);
    ASSERT_FALSE(host.link.sent.empty());
    const Frame first = host.take();
    ASSERT_EQ(Seen(first).ipv4().total_length(), 1500);
    host.link.sent.clear();
    host.datagram(icmp_datagram(kRouter, kOwn,
                                wire::fragmentation_needed(c.reported, wire::quote_of(Seen(first).ipv4().datagram()))));
    EXPECT_EQ(host.stack.tcp().info(id)->mss, c.effective - 40) << c.reported;
    ASSERT_FALSE(host.link.sent.empty()) << c.reported;  // what was lost is sent again
    for (const Frame& frame : host.link.sent) EXPECT_LE(Seen(frame).ipv4().total_length(), c.effective);
    // The next connection to that host knows.
    host.link.sent.clear();
    host.connect(kFar);
    ASSERT_TRUE(host.send_udp(kFar, ping_pattern(1400)));
    EXPECT_LE(Seen(host.link.sent.back()).ipv4().total_length(), c.effective);
  }
}

TEST(TcpGlue, ErrorsOutsideTheWindowAreNotBelieved) {
  Ready host;
  const auto id = host.connected(kFar);
  host.stack.tcp().write(id, ping_pattern(20'000), host.now);
  const Frame first = host.take();
  Frame forged(first.begin() + 14, first.end());
  store_be32(forged, 24, Seen(first).tcp().seq().raw() - 100'000);
  host.datagram(icmp_datagram(kRouter, kOwn, wire::fragmentation_needed(576, wire::quote_of(forged))));
  EXPECT_EQ(host.stack.tcp().info(id)->mss, 1460u);
  EXPECT_EQ(host.counter("icmp.in_ignored"), 1u);
}

TEST(TcpGlue, WithoutDiscoveryErrorsChangeNothing) {
  REQUIREMENT("PMTU-01");
  Parameters parameters = profile_parameters(ProfileName::kWin2003);
  parameters.tcp.enable_pmtu_discovery = false;
  Ready host(parameters);
  const auto id = host.connected(kPeer);
  host.stack.tcp().write(id, ping_pattern(20'000), host.now);
  const Frame first = host.take();
  host.datagram(
      icmp_datagram(kRouter, kOwn, wire::fragmentation_needed(300, wire::quote_of(Seen(first).ipv4().datagram()))));
  EXPECT_EQ(host.stack.tcp().info(id)->mss, 1460u);
}

TEST(TcpGlue, ARefusedConnectionIsToldByPortUnreachable) {
  Ready host;
  const auto id = host.connect(kFar);
  const Frame syn = host.take();
  host.datagram(icmp_datagram(kFar, kOwn,
                              wire::unreachable(wire::kPortUnreachable, wire::quote_of(Seen(syn).ipv4().datagram()))));
  const auto event = host.stack.tcp().next_event();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, tcp::EventKind::kClosed);
  EXPECT_EQ(event->connection, id);
  EXPECT_EQ(event->reason, tcp::CloseReason::kUnreachable);
}

TEST(TcpGlue, ASoftErrorDoesNotEndTheAttempt) {
  Ready host;
  const auto id = host.connect(kFar);
  const Frame syn = host.take();
  host.datagram(icmp_datagram(kRouter, kOwn,
                              wire::unreachable(wire::kHostUnreachable, wire::quote_of(Seen(syn).ipv4().datagram()))));
  EXPECT_FALSE(host.stack.tcp().next_event());
  EXPECT_EQ(host.stack.tcp().info(id)->state, "SYN_SENT");
}

TEST(TcpGlue, RefusesDestinationsThatAreNoHost) {
  Ready host;
  for (const Ipv4Addr remote : {Ipv4Addr(10, 0, 0, 255), kLimitedBroadcast, Ipv4Addr(224, 0, 0, 1), Ipv4Addr()}) {
    EXPECT_FALSE(host.stack.tcp().connect({.local = {}, .remote = {remote, Port(80)}}, host.now)) << to_string(remote);
  }
  EXPECT_FALSE(host.stack.tcp().connect({.local = {kPeer, Port(0)}, .remote = {kFar, Port(80)}}, host.now));
  EXPECT_TRUE(host.link.sent.empty());
}

TEST(TcpGlue, ConnectsToItselfWithoutAWire) {
  REQUIREMENT("IP-16", "IP-17");
  Ready host;
  for (const Ipv4Addr address : {kOwn, Ipv4Addr(127, 0, 0, 1)}) {
    const auto listener = host.stack.tcp().listen({.address = {}, .port = Port(8080)}, host.now);
    ASSERT_TRUE(listener);
    const auto client = host.stack.tcp().connect({.local = {}, .remote = {address, Port(8080)}}, host.now);
    ASSERT_TRUE(client);
    host.advance(10ms);
    const auto server = host.stack.tcp().accept(*listener, 0);
    ASSERT_TRUE(server);
    EXPECT_EQ(host.stack.tcp().info(*server)->remote.address, address);
    const Frame data = ping_pattern(100'000);
    Frame got;
    std::size_t written = 0;
    for (int i = 0; i < 10'000 && got.size() < data.size(); ++i) {
      written += host.stack.tcp().write(*client, Bytes(data).subspan(written), host.now);
      host.advance(1ms);
      const Bytes piece = host.stack.tcp().readable(*server).first;
      got.insert(got.end(), piece.begin(), piece.end());
      host.stack.tcp().consume(*server, piece.size(), host.now);
    }
    EXPECT_EQ(got, data);
    host.stack.tcp().abort(*client, host.now);
    host.advance(10ms);
    host.stack.tcp().close_listener(*listener, host.now);
    EXPECT_TRUE(host.link.sent.empty());
  }
}

TEST(TcpGlue, ALostAddressEndsItsConnections) {
  REQUIREMENT("DAD-05");
  StackHost host;
  ASSERT_TRUE(host.stack.add_interface(StackHost::usual(), host.link, host.now));
  const auto id = host.stack.tcp().connect({.local = {}, .remote = {kPeer, Port(80)}}, host.now);
  ASSERT_TRUE(id);
  host.arp({wire::ArpOperation::kReply, kPeerMac, kOwn, kOwnMac, kOwn});
  const auto event = host.stack.tcp().next_event();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, tcp::EventKind::kClosed);
  EXPECT_EQ(event->connection, *id);
}

}  // namespace
}  // namespace flue::stack
