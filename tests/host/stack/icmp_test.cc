#include "host/stack/icmp.h"

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
    stack.set_ping_handler([this](const Stack::PingAnswer& answer, TimePoint) { answers.push_back(answer); });
  }
  // A datagram of ours as a router quotes it.
  Frame our_echo(Ipv4Addr to, std::uint16_t identifier, std::uint16_t sequence) {
    return icmp_datagram(kOwn, to, wire::echo_request(identifier, sequence, ping_pattern(100)));
  }
  void ask(Ipv4Addr remote, std::uint16_t identifier, std::uint16_t sequence) {
    ASSERT_TRUE(
        stack.ping({.remote = remote, .identifier = identifier, .sequence = sequence, .data = {}, .ttl = {}}, now));
    link.sent.clear();
  }
  std::vector<Stack::PingAnswer> answers;
};

TEST(Icmp, AnswersEchoRequestsWithTheSameContent) {
  REQUIREMENT("ICMP-03", "ICMP-11", "ICMP-01");
  Ready host;
  const Frame data = ping_pattern(1000);
  host.datagram(icmp_datagram(kFar, kOwn, wire::echo_request(0x100, 0x9500, data)));
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen reply(host.take());
  EXPECT_EQ(reply.destination, kRouterMac);
  EXPECT_EQ(reply.ipv4().source(), kOwn);
  EXPECT_EQ(reply.ipv4().destination(), kFar);
  EXPECT_EQ(reply.icmp().type(), wire::IcmpType::kEchoReply);
  EXPECT_EQ(reply.icmp().identifier(), 0x100);
  EXPECT_EQ(reply.icmp().sequence(), 0x9500);
  EXPECT_TRUE(reply.icmp().checksum_ok());
  const Bytes body = reply.icmp().body();
  EXPECT_EQ(Frame(body.begin(), body.end()), data);
}

TEST(Icmp, AnswersLargeRequestsInFragments) {
  Ready host;
  const Frame whole = icmp_datagram(kPeer, kOwn, wire::echo_request(1, 2, ping_pattern(3000)));
  const Bytes payload = Bytes(whole).subspan(20);
  for (std::size_t at = 0; at < payload.size(); at += 1480) {
    const Bytes piece = payload.subspan(at, std::min<std::size_t>(1480, payload.size() - at));
    host.datagram(ipv4_datagram({.more_fragments = at + piece.size() < payload.size(),
                                 .fragment_offset = static_cast<std::uint32_t>(at),
                                 .protocol = wire::kProtocolIcmp,
                                 .source = kPeer,
                                 .destination = kOwn,
                                 .options = {}},
                                piece));
  }
  EXPECT_EQ(host.link.sent.size(), 3u);
}

TEST(Icmp, DoesNotAnswerRequestsToABroadcast) {
  Ready host;
  for (const Ipv4Addr to : {Ipv4Addr(10, 0, 0, 255), kLimitedBroadcast}) {
    host.datagram(icmp_datagram(kPeer, to, wire::echo_request(1, 1, {})), kBroadcastMac);
  }
  EXPECT_TRUE(host.link.sent.empty());
  EXPECT_EQ(host.counter("icmp.in_ignored"), 2u);
}

TEST(Icmp, DropsBadChecksumsAndStubs) {
  REQUIREMENT("ICMP-11");
  Ready host;
  Frame datagram = icmp_datagram(kPeer, kOwn, wire::echo_request(1, 1, ping_pattern(8)));
  datagram.back() ^= std::byte{1};
  host.datagram(datagram);
  EXPECT_EQ(host.counter("icmp.in_checksum"), 1u);
  host.datagram(ipv4_datagram({.protocol = wire::kProtocolIcmp, .source = kPeer, .destination = kOwn, .options = {}},
                              ping_pattern(4)));
  EXPECT_EQ(host.counter("icmp.in_errors"), 1u);
  EXPECT_TRUE(host.link.sent.empty());
}

TEST(Icmp, QuotesTheHeaderAndEightBytes) {
  REQUIREMENT("ICMP-04");
  Ready host;
  const Frame datagram = udp_datagram({kPeer, Port(1000)}, {kOwn, Port(2000)}, ping_pattern(100));
  host.datagram(datagram);
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen error(host.take());
  EXPECT_EQ(error.ipv4().total_length(), 56);
  EXPECT_EQ(error.icmp().type(), wire::IcmpType::kUnreachable);
  EXPECT_EQ(error.icmp().code(), wire::kPortUnreachable);
  EXPECT_EQ(error.icmp().rest(), 0u);
  const Bytes quote = error.icmp().body();
  ASSERT_EQ(quote.size(), 28u);
  EXPECT_TRUE(std::equal(quote.begin(), quote.end(), datagram.begin()));
  EXPECT_TRUE(error.icmp().checksum_ok());
}

TEST(Icmp, AnUnknownProtocolIsUnreachable) {
  Ready host;
  host.datagram(ipv4_datagram({.protocol = 99, .source = kPeer, .destination = kOwn, .options = {}}, ping_pattern(8)));
  ASSERT_EQ(host.link.sent.size(), 1u);
  EXPECT_EQ(Seen(host.take()).icmp().code(), wire::kProtocolUnreachable);
  EXPECT_EQ(host.counter("ip.in_unknown_protos"), 1u);
}

TEST(Icmp, SendsNoErrorAboutABroadcast) {
  REQUIREMENT("UDP-08");
  Ready host;
  const Ipv4Addr broadcast(10, 0, 0, 255);
  host.datagram(udp_datagram({kPeer, Port(1000)}, {broadcast, Port(2000)}, {}), kBroadcastMac);
  host.datagram(
      ipv4_datagram({.protocol = 99, .source = kPeer, .destination = broadcast, .options = {}}, ping_pattern(8)),
      kBroadcastMac);
  EXPECT_TRUE(host.link.sent.empty());
  EXPECT_EQ(host.counter("icmp.out_suppressed"), 2u);
}

TEST(Icmp, LimitsItsErrors) {
  Parameters parameters = profile_parameters(ProfileName::kWin2003);
  parameters.ip.icmp_errors_per_second = 5;
  Ready host(parameters);
  const Frame datagram = udp_datagram({kPeer, Port(1000)}, {kOwn, Port(2000)}, {});
  for (int i = 0; i < 20; ++i) host.datagram(datagram);
  EXPECT_EQ(host.link.sent.size(), 5u);
  EXPECT_EQ(host.counter("icmp.out_rate_limited"), 15u);
  host.advance(1s);
  for (int i = 0; i < 20; ++i) host.datagram(datagram);
  EXPECT_EQ(host.link.sent.size(), 10u);
}

TEST(Icmp, NeverSendsASourceQuench) {
  REQUIREMENT("ICMP-08");
  Ready host;
  for (int i = 0; i < 1000; ++i) {
    host.datagram(udp_datagram({kPeer, Port(1000)}, {kOwn, Port(2000)}, ping_pattern(1000)));
    host.datagram(icmp_datagram(kPeer, kOwn, wire::echo_request(1, 1, ping_pattern(1000))));
  }
  for (const Frame& frame : host.link.sent) EXPECT_NE(Seen(frame).icmp().type(), wire::IcmpType::kSourceQuench);
}

TEST(Icmp, PingHearsTheReply) {
  Ready host;
  const Frame data = ping_pattern(32);
  ASSERT_TRUE(host.stack.ping({.remote = kPeer, .identifier = 3, .sequence = 4, .data = data, .ttl = 17}, host.now));
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen request(host.take());
  EXPECT_EQ(request.icmp().type(), wire::IcmpType::kEchoRequest);
  EXPECT_EQ(request.ipv4().ttl(), 17);
  host.datagram(icmp_datagram(kPeer, kOwn, wire::echo_reply(3, 4, data)));
  ASSERT_EQ(host.answers.size(), 1u);
  EXPECT_EQ(host.answers[0].outcome, Stack::PingOutcome::kReply);
  EXPECT_EQ(host.answers[0].from, kPeer);
  EXPECT_EQ(host.answers[0].identifier, 3);
  EXPECT_EQ(host.answers[0].sequence, 4);
  EXPECT_EQ(host.answers[0].bytes, 32u);
  EXPECT_EQ(host.answers[0].ttl, 128);
}

TEST(Icmp, PingDoesNotHearWhatItDidNotAsk) {
  Ready host;
  host.ask(kPeer, 3, 4);
  host.datagram(icmp_datagram(kPeer, kOwn, wire::echo_reply(3, 5, {})));
  host.datagram(icmp_datagram(kPeer, kOwn, wire::echo_reply(4, 4, {})));
  host.datagram(icmp_datagram(Ipv4Addr(10, 0, 0, 9), kOwn, wire::echo_reply(3, 4, {})));
  host.datagram(icmp_datagram(kRouter, kOwn, wire::time_exceeded(0, wire::quote_of(host.our_echo(kFar, 3, 4)))));
  EXPECT_TRUE(host.answers.empty());
}

struct Error {
  const char* name;
  std::uint8_t type;
  std::uint8_t code;
  Stack::PingOutcome outcome;
};
class IcmpErrorToPing : public testing::TestWithParam<Error> {};

TEST_P(IcmpErrorToPing, IsReportedWithTheRoutersAddress) {
  REQUIREMENT("ICMP-06");
  Ready host;
  host.ask(kFar, 3, 4);
  const Frame ours = host.our_echo(kFar, 3, 4);
  const Frame error = icmp_datagram(kRouter, kOwn,
                                    {.type = static_cast<wire::IcmpType>(GetParam().type),
                                     .code = GetParam().code,
                                     .rest = 1000,
                                     .body = wire::quote_of(ours)});
  host.datagram(error);
  ASSERT_EQ(host.answers.size(), 1u);
  EXPECT_EQ(host.answers[0].outcome, GetParam().outcome);
  EXPECT_EQ(host.answers[0].from, kRouter);
  EXPECT_EQ(host.answers[0].sequence, 4);
}

INSTANTIATE_TEST_SUITE_P(Table, IcmpErrorToPing,
                         testing::Values(Error{"TimeExceeded", 11, 0, Stack::PingOutcome::kTimeExceeded},
                                         Error{"HostUnreachable", 3, 1, Stack::PingOutcome::kUnreachable},
                                         Error{"Administrative", 3, 13, Stack::PingOutcome::kUnreachable},
                                         Error{"TooLarge", 3, 4, Stack::PingOutcome::kNeedsFragmentation}),
                         [](const auto& info) { return info.param.name; });

TEST(Icmp, IgnoresSourceQuenchAboutAnythingButTcp) {
  REQUIREMENT("ICMP-07");
  Ready host;
  host.ask(kFar, 3, 4);
  const Frame ours = host.our_echo(kFar, 3, 4);
  host.datagram(icmp_datagram(kRouter, kOwn, {.type = wire::IcmpType::kSourceQuench, .body = wire::quote_of(ours)}));
  EXPECT_TRUE(host.answers.empty());
  EXPECT_EQ(host.counter("icmp.in_ignored"), 1u);
}

TEST(Icmp, IgnoresErrorsThatQuoteNothingOfOurs) {
  Ready host;
  const Frame theirs = udp_datagram({kPeer, Port(1)}, {kFar, Port(2)}, ping_pattern(8));
  host.datagram(icmp_datagram(kRouter, kOwn, wire::unreachable(1, wire::quote_of(theirs))));
  EXPECT_EQ(host.counter("icmp.in_ignored"), 1u);
  host.datagram(icmp_datagram(kRouter, kOwn, wire::unreachable(1, ping_pattern(10))));
  EXPECT_EQ(host.counter("icmp.in_errors"), 1u);
  EXPECT_TRUE(host.link.sent.empty());  // an error never answers an error
}

TEST(Icmp, NeverAnswersAnErrorWithAnError) {
  Ready host;
  // A port unreachable that quotes a UDP datagram of ours, to a port that nobody has any more.
  const Frame ours = udp_datagram({kOwn, Port(4000)}, {kPeer, Port(5000)}, ping_pattern(8));
  host.datagram(icmp_datagram(kPeer, kOwn, wire::unreachable(wire::kPortUnreachable, wire::quote_of(ours))));
  EXPECT_TRUE(host.link.sent.empty());
}

// The next two feed the printed frames of the vectors, with the MAC addresses as they stand there.
InterfaceConfig interface_of(const char* address, const char* gateway, const char* mac) {
  InterfaceConfig config;
  config.name = "flue0";
  config.mac = *MacAddr::parse(mac);
  config.addresses = {*Ipv4Cidr::parse(address)};
  if (gateway != nullptr) config.gateways = {*Ipv4Addr::parse(gateway)};
  return config;
}

struct ErrorVector {
  const char* name;
  const char* address;
  const char* gateway;
  const char* remote;
  std::uint16_t sequence;
  std::size_t data;
  const char* frame;
  std::uint16_t mtu;
};
class FragmentationNeeded : public testing::TestWithParam<ErrorVector> {};

TEST_P(FragmentationNeeded, ChangesPathMtuAndTheMssOfLiveConnections) {
  REQUIREMENT("PMTU-01", "PMTU-05", "ICMP-05", "ICMP-04");
  const ErrorVector& v = GetParam();
  const Ipv4Addr remote = *Ipv4Addr::parse(v.remote);
  const Ipv4Addr own = Ipv4Cidr::parse(v.address)->address;
  StackHost host;
  host.add(interface_of(v.address, v.gateway, "00-AA-00-4B-B1-47"));
  const Ipv4Addr next_hop = v.gateway != nullptr ? *Ipv4Addr::parse(v.gateway) : remote;
  ASSERT_TRUE(host.stack.add_static_arp(next_hop, kPeerMac, std::nullopt, host.now));
  std::vector<Stack::PingAnswer> answers;
  host.stack.set_ping_handler([&](const Stack::PingAnswer& answer, TimePoint) { answers.push_back(answer); });

  // A live connection to the same host.
  const auto id = host.stack.tcp().connect({.local = {}, .remote = {remote, Port(80)}}, host.now);
  ASSERT_TRUE(id);
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen syn(host.take());
  host.frame(ethernet_frame({.destination = *MacAddr::parse("00-AA-00-4B-B1-47"), .source = kPeerMac, .vlan_tag = {}},
                            tcp_datagram(remote, own,
                                         {.source = Port(80),
                                          .destination = syn.tcp().source(),
                                          .seq = Seq(5000),
                                          .ack = syn.tcp().seq() + 1,
                                          .flags = {.syn = true, .ack = true},
                                          .window = RawWindow(60000),
                                          .options = {.mss = 1460}})));
  ASSERT_EQ(host.stack.tcp().info(*id)->state, "ESTABLISHED");
  ASSERT_EQ(host.stack.tcp().info(*id)->mss, 1460);
  host.link.sent.clear();

  const Frame data = ping_pattern(v.data);
  ASSERT_TRUE(host.stack.ping(
      {.remote = remote, .identifier = 0x100, .sequence = v.sequence, .data = data, .dont_fragment = true, .ttl = {}},
      host.now));
  ASSERT_EQ(host.link.sent.size(), 1u);
  host.link.sent.clear();
  host.frame(from_hex(v.frame));

  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].outcome, Stack::PingOutcome::kNeedsFragmentation);
  EXPECT_EQ(host.stack.tcp().info(*id)->mss, v.mtu - 40);
  // No later segment is larger.
  host.stack.tcp().write(*id, ping_pattern(10'000), host.now);
  ASSERT_FALSE(host.link.sent.empty());
  for (const Frame& frame : host.link.sent) EXPECT_LE(Seen(frame).ipv4().total_length(), v.mtu);
  EXPECT_EQ(Seen(host.link.sent[0]).ipv4().total_length(), v.mtu);
  // The next ping of that size is refused at home.
  EXPECT_EQ(host.stack.ping({.remote = remote, .data = data, .dont_fragment = true, .ttl = {}}, host.now).error(),
            Stack::PingError::kNeedsFragmentation);
}

INSTANTIATE_TEST_SUITE_P(Vectors, FragmentationNeeded,
                         testing::Values(ErrorVector{"V13", "10.99.99.9/24", nullptr, "10.99.99.10", 0x9500, 1000,
                                                     "00 AA 00 4B B1 47 00 AA 00 3E 52 EF 08 00 45 00"
                                                     "00 38 44 01 00 00 80 01 1B EB 0A 63 63 0A 0A 63"
                                                     "63 09 03 04 A0 5B 00 00 02 40 45 00 04 04 B3 01"
                                                     "40 00 20 01 C9 1E 0A 63 63 09 0A 63 63 0A 08 00"
                                                     "BC 5F 01 00 95 00",
                                                     576},
                                         ErrorVector{"V14", "199.199.44.254/24", "199.199.44.1", "199.199.40.125",
                                                     0x6300, 1472,
                                                     "00 AA 00 4B B1 47 00 00 0C 1A EB C0 08 00"
                                                     "45 00 00 38 00 00 00 00 FF 01 D3"
                                                     "36 C7 C7 2C 01 C7 C7 2C FE 03 04 8A BF 00 00 05"
                                                     "C7 45 00 05 F8 55 24 40 00 1F 01 1B D7 C7 C7 2C"
                                                     "FE C7 C7 28 7D 08 00 00 75 01 00 63 00",
                                                     1479}),
                         [](const auto& info) { return info.param.name; });

TEST(Icmp, PathMtuNewsThatNobodyAskedForAreNotBelieved) {
  Ready host;
  const Frame never_sent = host.our_echo(kFar, 9, 9);
  host.datagram(icmp_datagram(kRouter, kOwn, wire::fragmentation_needed(576, wire::quote_of(never_sent))));
  const Frame no_connection = tcp_datagram(kOwn, kFar, {.source = Port(1024), .destination = Port(80), .seq = Seq(7)});
  host.datagram(icmp_datagram(kRouter, kOwn, wire::fragmentation_needed(576, wire::quote_of(no_connection))));
  ASSERT_TRUE(host.send_udp(kFar, ping_pattern(1400)));
  EXPECT_EQ(host.link.sent.size(), 1u);  // in one piece
}

}  // namespace
}  // namespace flue::stack
