#include "host/stack/udp.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

class UdpTest : public testing::Test {
 protected:
  UdpTest() {
    host.add();
    host.know_neighbours();
  }
  UdpHandler recorder() {
    return [this](const UdpDatagram& datagram, TimePoint) {
      received.push_back(datagram);
      texts.push_back(text_of(datagram.payload));
    };
  }
  StackHost host;
  std::vector<UdpDatagram> received;  // payloads are gone
  std::vector<std::string> texts;
  const Endpoint any{{}, Port(9000)};
  const Endpoint remote{kPeer, Port(1234)};
};

TEST_F(UdpTest, CarriesDatagramsBothWays) {
  REQUIREMENT("UDP-03");
  ASSERT_TRUE(host.stack.udp_bind(any, recorder()));
  host.datagram(udp_datagram(remote, {kOwn, any.port}, bytes_of("question")));
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(texts[0], "question");
  EXPECT_EQ(received[0].local, (Endpoint{kOwn, any.port}));
  EXPECT_EQ(received[0].remote, remote);
  EXPECT_FALSE(received[0].to_broadcast);
  ASSERT_TRUE(host.stack.udp_send(received[0].local, remote, ping_pattern(300), host.now));
  const Seen seen(host.take());
  EXPECT_EQ(seen.udp().length(), 308);
  EXPECT_EQ(seen.udp().source(), any.port);
  EXPECT_EQ(seen.udp().destination(), remote.port);
  EXPECT_TRUE(seen.udp().checksum_ok(wire::pseudo_header_sum(kOwn, kPeer, wire::kProtocolUdp, 308)));
  EXPECT_NE(seen.udp().checksum(), 0);
}

TEST_F(UdpTest, ASpecificAddressComesBeforeAny) {
  std::vector<std::string> specific;
  ASSERT_TRUE(host.stack.udp_bind(any, recorder()));
  ASSERT_TRUE(host.stack.udp_bind({kOwn, any.port},
                                  [&](const UdpDatagram& d, TimePoint) { specific.push_back(text_of(d.payload)); }));
  host.datagram(udp_datagram(remote, {kOwn, any.port}, bytes_of("mine")));
  host.datagram(udp_datagram(remote, {kLimitedBroadcast, any.port}, bytes_of("ours")), kBroadcastMac);
  EXPECT_EQ(specific, std::vector<std::string>{"mine"});
  EXPECT_EQ(texts, std::vector<std::string>{"ours"});
  EXPECT_TRUE(received[0].to_broadcast);
}

TEST_F(UdpTest, RefusesWhatCannotWork) {
  ASSERT_TRUE(host.stack.udp_bind(any, recorder()));
  EXPECT_EQ(host.stack.udp_bind(any, recorder()).error(), UdpError::kPortInUse);
  EXPECT_EQ(host.stack.udp_bind({{}, Port(0)}, recorder()).error(), UdpError::kNotBound);
  EXPECT_EQ(host.stack.udp_send({{}, Port(9999)}, remote, {}, host.now).error(), UdpError::kNotBound);
  EXPECT_EQ(host.stack.udp_send(any, remote, ping_pattern(65508), host.now).error(), UdpError::kTooLong);
  EXPECT_TRUE(host.stack.udp_send(any, remote, ping_pattern(65507), host.now));
  EXPECT_EQ(host.stack.udp_endpoints(), std::vector<Endpoint>{any});
  host.stack.udp_unbind(any);
  EXPECT_TRUE(host.stack.udp_endpoints().empty());
}

TEST_F(UdpTest, AZeroChecksumMeansNotComputed) {
  ASSERT_TRUE(host.stack.udp_bind(any, recorder()));
  Frame datagram = udp_datagram(remote, {kOwn, any.port}, bytes_of("text"));
  datagram[26] = datagram[27] = std::byte{0};
  host.datagram(datagram);
  EXPECT_EQ(texts, std::vector<std::string>{"text"});
  datagram[27] = std::byte{1};
  host.datagram(datagram);
  EXPECT_EQ(texts.size(), 1u);
  EXPECT_EQ(host.counter("udp.in_checksum"), 1u);
}

// Two bytes chosen so that the sum comes out as zero: it must be sent as all ones (RFC 768).
TEST_F(UdpTest, NeverSendsAZeroChecksum) {
  ASSERT_TRUE(host.stack.udp_bind(any, recorder()));
  Frame payload(2);
  ASSERT_TRUE(host.stack.udp_send(any, remote, payload, host.now));
  const std::uint16_t sum = Seen(host.take()).udp().checksum();
  store_be16(payload, 0, sum);
  ASSERT_TRUE(host.stack.udp_send(any, remote, payload, host.now));
  EXPECT_EQ(Seen(host.take()).udp().checksum(), 0xFFFF);
}

TEST_F(UdpTest, DropsWrongLengthsAndPortZero) {
  REQUIREMENT("UDP-03");
  ASSERT_TRUE(host.stack.udp_bind(any, recorder()));
  Frame datagram = udp_datagram(remote, {kOwn, any.port}, bytes_of("text"));
  for (const std::uint16_t length : {std::uint16_t{7}, std::uint16_t{13}}) {
    store_be16(datagram, 24, length);
    host.datagram(datagram);
  }
  host.datagram(udp_datagram(remote, {kOwn, Port(0)}, {}));
  EXPECT_EQ(host.counter("udp.in_errors"), 3u);
  EXPECT_TRUE(received.empty());
}

TEST_F(UdpTest, BytesBehindTheLengthAreNotData) {
  ASSERT_TRUE(host.stack.udp_bind(any, recorder()));
  Frame bytes = udp_bytes(remote, {kOwn, any.port}, bytes_of("text"));
  bytes.resize(bytes.size() + 5);
  host.datagram(
      ipv4_datagram({.protocol = wire::kProtocolUdp, .source = kPeer, .destination = kOwn, .options = {}}, bytes));
  EXPECT_EQ(texts, std::vector<std::string>{"text"});
}

TEST_F(UdpTest, AHandlerMayUnbindItself) {
  ASSERT_TRUE(host.stack.udp_bind(any, [&](const UdpDatagram&, TimePoint) {
    host.stack.udp_unbind(any);
    texts.emplace_back("once");
  }));
  for (int i = 0; i < 2; ++i) host.datagram(udp_datagram(remote, {kOwn, any.port}, {}));
  EXPECT_EQ(texts.size(), 1u);
  EXPECT_EQ(host.counter("udp.no_ports"), 1u);
}

TEST_F(UdpTest, BroadcastsForAPortNobodyHasAreDropped) {
  REQUIREMENT("UDP-08", "UDP-02");
  host.datagram(udp_datagram(remote, {kLimitedBroadcast, Port(137)}, {}), kBroadcastMac);
  EXPECT_EQ(host.counter("udp.no_ports"), 1u);
  EXPECT_TRUE(host.link.sent.empty());
  host.datagram(udp_datagram(remote, {kOwn, Port(137)}, {}));
  EXPECT_EQ(host.link.sent.size(), 1u);  // port unreachable
}

}  // namespace
}  // namespace flue::stack
