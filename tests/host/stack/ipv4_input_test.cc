#include "host/stack/ipv4_input.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

using namespace std::chrono_literals;

class Ipv4InputTest : public testing::Test {
 protected:
  Ipv4InputTest() {
    host.add();
    host.know_neighbours();
    static_cast<void>(host.stack.udp_bind({{}, Port(9000)}, [this](const UdpDatagram& datagram, TimePoint) {
      received.emplace_back(datagram.payload.begin(), datagram.payload.end());
    }));
  }
  wire::Ipv4Header header() const {
    return {.protocol = wire::kProtocolUdp, .source = kPeer, .destination = kOwn, .options = {}};
  }
  Frame payload(std::size_t size = 4) const {
    return udp_bytes({kPeer, Port(1)}, {kOwn, Port(9000)}, ping_pattern(size));
  }
  StackHost host;
  std::vector<Frame> received;
};

TEST_F(Ipv4InputTest, DeliversToTheProtocol) {
  REQUIREMENT("IP-01", "IP-02");
  host.datagram(ipv4_datagram(header(), payload()));
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0], ping_pattern(4));
}

TEST_F(Ipv4InputTest, CutsThePadding) {
  Frame datagram = ipv4_datagram(header(), payload());
  datagram.resize(46);
  host.datagram(datagram);
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].size(), 4u);
}

TEST_F(Ipv4InputTest, TheTtlDoesNotMatterToTheReceiver) {
  wire::Ipv4Header h = header();
  h.ttl = 0;
  host.datagram(ipv4_datagram(h, payload()));
  EXPECT_EQ(received.size(), 1u);
}

TEST_F(Ipv4InputTest, DropsAWrongHeaderChecksum) {
  REQUIREMENT("IP-24");
  Frame datagram = ipv4_datagram(header(), payload());
  datagram[8] ^= std::byte{1};
  host.datagram(datagram);
  EXPECT_TRUE(received.empty());
  EXPECT_EQ(host.counter("ip.in_checksum"), 1u);
}

TEST_F(Ipv4InputTest, DropsWhatIsCutOff) {
  Frame datagram = ipv4_datagram(header(), payload());
  datagram.pop_back();
  host.datagram(datagram);
  EXPECT_TRUE(received.empty());
  EXPECT_EQ(host.counter("ip.in_hdr_errors"), 1u);
}

TEST_F(Ipv4InputTest, DropsWhatIsForOthersAndDoesNotForward) {
  REQUIREMENT("IP-02", "IP-07", "IP-21");
  wire::Ipv4Header h = header();
  for (const Ipv4Addr other : {Ipv4Addr(10, 0, 0, 3), kFar}) {
    h.destination = other;
    host.datagram(ipv4_datagram(h, payload()));
  }
  EXPECT_TRUE(received.empty());
  EXPECT_TRUE(host.link.sent.empty());
  EXPECT_EQ(host.counter("ip.in_addr_errors"), 2u);
}

TEST_F(Ipv4InputTest, DropsImpossibleSources) {
  wire::Ipv4Header h = header();
  std::uint64_t dropped = 0;
  for (const Ipv4Addr source : {Ipv4Addr(), kLimitedBroadcast, Ipv4Addr(10, 0, 0, 255), Ipv4Addr(10, 255, 255, 255),
                                Ipv4Addr(224, 0, 0, 1), Ipv4Addr(240, 0, 0, 1), Ipv4Addr(127, 0, 0, 1), kOwn}) {
    h.source = source;
    host.datagram(ipv4_datagram(h, payload()));
    EXPECT_EQ(host.counter("ip.in_martians"), ++dropped) << to_string(source);
  }
  EXPECT_TRUE(received.empty());
}

TEST_F(Ipv4InputTest, AcceptsBroadcastsOfEveryKind) {
  REQUIREMENT("UDP-02", "UDP-08");
  wire::Ipv4Header h = header();
  for (const Ipv4Addr to : {kLimitedBroadcast, Ipv4Addr(10, 0, 0, 255), Ipv4Addr(10, 255, 255, 255)}) {
    h.destination = to;
    host.datagram(ipv4_datagram(h, udp_bytes({kPeer, Port(1)}, {to, Port(9000)}, bytes_of("all"))), kBroadcastMac);
  }
  EXPECT_EQ(received.size(), 3u);
}

TEST_F(Ipv4InputTest, AUnicastDatagramInABroadcastFrameIsDropped) {
  host.datagram(ipv4_datagram(header(), payload()), kBroadcastMac);
  EXPECT_TRUE(received.empty());
  EXPECT_EQ(host.counter("ip.in_link_group"), 1u);
}

TEST_F(Ipv4InputTest, SkipsOptionsButNotSourceRoutes) {
  wire::Ipv4Header h = header();
  const Frame harmless = from_hex("01 07 07 04 00 00 00 00");  // NOP, record route
  h.options = harmless;
  host.datagram(ipv4_datagram(h, payload()));
  EXPECT_EQ(received.size(), 1u);
  for (const char* route : {"83 07 04 0A 00 00 09 00", "01 89 07 04 0A 00 00 09"}) {
    const Frame options = from_hex(route);
    h.options = options;
    host.datagram(ipv4_datagram(h, payload()));
  }
  EXPECT_EQ(received.size(), 1u);
  EXPECT_EQ(host.counter("ip.in_source_route"), 2u);
  const Frame broken = from_hex("07 00 83 07");  // the list ends where its length is broken
  h.options = broken;
  host.datagram(ipv4_datagram(h, payload()));
  EXPECT_EQ(received.size(), 2u);
}

TEST_F(Ipv4InputTest, AnyOwnAddressIsOursOnAnyInterface) {
  REQUIREMENT("ROUTE-51");
  RecordingLink second;
  InterfaceConfig config = StackHost::usual();
  config.addresses = {*Ipv4Cidr::parse("10.0.1.1/24"), *Ipv4Cidr::parse("10.0.2.1/24")};
  config.gateways.clear();
  host.add(config, second);
  for (const Ipv4Addr own : {Ipv4Addr(10, 0, 1, 1), Ipv4Addr(10, 0, 2, 1)}) {
    host.datagram(udp_datagram({kPeer, Port(1)}, {own, Port(9000)}, bytes_of("x")));
    host.datagram(udp_datagram({Ipv4Addr(10, 0, 1, 9), Port(1)}, {own, Port(9000)}, bytes_of("x")), kOwnMac, 1);
  }
  EXPECT_EQ(received.size(), 4u);
}

TEST_F(Ipv4InputTest, ReassemblesFragments) {
  REQUIREMENT("IP-12");
  const Frame whole = payload(3000);
  for (const bool last : {true, false}) {  // the last one first
    const std::size_t begin = last ? 1480 : 0;
    wire::Ipv4Header h = header();
    h.id = 77;
    h.more_fragments = !last;
    h.fragment_offset = static_cast<std::uint32_t>(begin);
    host.datagram(ipv4_datagram(h, Bytes(whole).subspan(begin, last ? whole.size() - begin : 1480)));
  }
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0], ping_pattern(3000));
  EXPECT_EQ(host.counter("ip.reasm_oks"), 1u);
}

TEST_F(Ipv4InputTest, GivesUpOnFragmentsAfterTheParametersTime) {
  REQUIREMENT("IP-13");
  wire::Ipv4Header h = header();
  h.more_fragments = true;
  host.datagram(ipv4_datagram(h, Bytes(payload(3000)).first(1480)));
  host.advance(60s - 1ns);
  EXPECT_TRUE(host.link.sent.empty());
  host.advance(1ns);
  EXPECT_EQ(host.counter("ip.reasm_timeouts"), 1u);
  ASSERT_EQ(host.link.sent.size(), 1u);
  const Seen error(host.take());
  EXPECT_EQ(error.icmp().type(), wire::IcmpType::kTimeExceeded);
  EXPECT_EQ(error.icmp().code(), wire::kReassemblyTimeExceeded);
  EXPECT_EQ(error.ipv4().destination(), kPeer);
}

TEST(Ipv4InputParameters, IpReassemblyTimeoutActs) {
  REQUIREMENT("IP-13");
  Parameters parameters = profile_parameters(ProfileName::kWin2003);
  parameters.ip.ip_reassembly_timeout = 5s;
  StackHost host(parameters);
  host.add();
  host.datagram(ipv4_datagram({.more_fragments = true,
                               .fragment_offset = 8,
                               .protocol = wire::kProtocolUdp,
                               .source = kPeer,
                               .destination = kOwn,
                               .options = {}},
                              ping_pattern(8)));
  host.advance(5s - 1ns);
  EXPECT_EQ(host.counter("ip.reasm_timeouts"), 0u);
  host.advance(1ns);
  EXPECT_EQ(host.counter("ip.reasm_timeouts"), 1u);
}

TEST(Ipv4InputOffload, APortThatChecksIsBelievedUnlessOffloadIsDisabled) {
  REQUIREMENT("LINK-20", "LINK-21");
  for (const bool disabled : {false, true}) {
    Parameters parameters = profile_parameters(ProfileName::kWin2003);
    parameters.ip.disable_task_offload = disabled;
    StackHost host(parameters);
    host.link.offload_values.rx_checksum = true;
    host.add();
    host.know_neighbours();
    // Checksums not filled in, as a port may leave them that has checked them itself.
    Frame datagram = icmp_datagram(kPeer, kOwn, wire::echo_request(1, 1, bytes_of("abcd")));
    datagram[22] = datagram[23] = std::byte{0x55};
    host.datagram(datagram);
    EXPECT_EQ(host.link.sent.size(), disabled ? 0u : 1u);
    EXPECT_EQ(host.counter("icmp.in_checksum"), disabled ? 1u : 0u);
  }
}

}  // namespace
}  // namespace flue::stack
