#include <gtest/gtest.h>

#include "host/tcp/tcp.h"
#include "tests/support/requirement.h"
#include "tests/support/tcp_pair.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
using IcmpError = Tcp::IcmpError;
using test::TcpPair;

// One connection with 5,000 bytes in flight: the server's ACKs are lost from then on.
class IcmpErrors : public testing::Test {
 protected:
  void SetUp() override {
    net_.server.listen(80);
    id_ = net_.client.connect(80);
    net_.run_for(50ms);
    while (net_.client.tcp.next_event()) {
    }
    local_ = net_.client.tcp.info(id_)->local;
    net_.filter = [](const test::Flight&) { return false; };
    net_.recording = true;
    const std::vector<std::byte> data(5000);
    net_.client.tcp.write(id_, data, net_.now);
    ASSERT_FALSE(net_.trace.empty());
    first_ = net_.trace.front().segment.seq;
  }
  bool error(Seq seq, IcmpError kind, std::uint16_t mtu = 0) {
    return net_.client.tcp.on_icmp_error(local_, remote_, seq, kind, mtu, net_.now);
  }
  // Largest payload that left since the trace was last cleared.
  std::size_t largest() const {
    std::size_t most = 0;
    for (const auto& flight : net_.trace) most = std::max(most, flight.payload.size());
    return most;
  }
  TcpPair net_;
  ConnectionId id_;
  Endpoint local_;
  Endpoint remote_{TcpPair::kServer, Port(80)};
  Seq first_;
};

TEST_F(IcmpErrors, FragmentationNeededLowersTheMss) {
  REQUIREMENT("PMTU-01", "PMTU-05");
  EXPECT_EQ(largest(), 1460u);
  net_.trace.clear();
  EXPECT_TRUE(error(first_, IcmpError::kFragmentationNeeded, 576));
  net_.run_for(10s);
  ASSERT_FALSE(net_.trace.empty());
  EXPECT_EQ(largest(), 536u);
  EXPECT_EQ(net_.trace.front().segment.seq, first_) << "what was too large is sent again";
}

TEST_F(IcmpErrors, ReportWithoutMtuTakesAPlateau) {
  REQUIREMENT("PMTU-14");
  net_.trace.clear();
  EXPECT_TRUE(error(first_, IcmpError::kFragmentationNeeded, 0));
  net_.run_for(10s);
  EXPECT_EQ(largest(), 1452u);
}

TEST_F(IcmpErrors, TinyReportIsHeldAtTheLeastMtu) {
  REQUIREMENT("PMTU-06");
  net_.trace.clear();
  EXPECT_TRUE(error(first_, IcmpError::kFragmentationNeeded, 21));
  net_.run_for(5s);
  EXPECT_EQ(largest(), 48u);
}

// RFC 5927 section 4.1.
TEST_F(IcmpErrors, QuoteOutsideTheFlightIsIgnored) {
  net_.trace.clear();
  for (const Seq forged : {first_ - 1, first_ + 100'000, first_ + 0x80000000u}) {
    EXPECT_FALSE(error(forged, IcmpError::kFragmentationNeeded, 576));
    EXPECT_FALSE(error(forged, IcmpError::kSourceQuench));
  }
  EXPECT_FALSE(net_.client.tcp.on_icmp_error({local_.address, Port(9)}, remote_, first_,
                                             IcmpError::kFragmentationNeeded, 576, net_.now));
  net_.run_for(5s);
  EXPECT_EQ(largest(), 1460u);
}

// RFC 5927 section 5.2.
TEST_F(IcmpErrors, HardErrorDoesNotEndASynchronisedConnection) {
  EXPECT_TRUE(error(first_, IcmpError::kHard));
  EXPECT_EQ(net_.client.tcp.info(id_)->state, "ESTABLISHED");
}

TEST_F(IcmpErrors, SourceQuenchSlowsAnActiveConnection) {
  REQUIREMENT("ICMP-07");
  const auto before = net_.client.tcp.info(id_)->cwnd;
  EXPECT_TRUE(error(first_, IcmpError::kSourceQuench));
  EXPECT_LT(net_.client.tcp.info(id_)->cwnd, before);
  EXPECT_EQ(net_.client.tcp.info(id_)->cwnd, 1460u);
}

TEST_F(IcmpErrors, PathMtuLearnedOtherwiseReachesConnectionsToThatAddress) {
  net_.trace.clear();
  net_.client.tcp.on_path_mtu(Ipv4Addr(10, 0, 0, 99), 576, net_.now);
  net_.client.tcp.on_path_mtu(TcpPair::kServer, 1000, net_.now);
  net_.run_for(10s);
  EXPECT_EQ(largest(), 960u);
}

TEST(IcmpErrorsWhileConnecting, HardErrorEndsTheAttempt) {
  TcpPair net;
  net.recording = true;
  net.filter = [](const test::Flight&) { return false; };
  const ConnectionId id = net.client.connect(80);
  const auto& syn = net.trace.front().segment;
  const auto report = [&](Seq seq, IcmpError kind) {
    return net.client.tcp.on_icmp_error(syn.remote, syn.local, seq, kind, 0, net.now);
  };
  EXPECT_FALSE(report(syn.seq + 1, IcmpError::kHard));
  EXPECT_TRUE(report(syn.seq, IcmpError::kSoft));
  EXPECT_EQ(net.client.tcp.info(id)->state, "SYN_SENT") << "a soft error ends nothing";
  EXPECT_TRUE(report(syn.seq, IcmpError::kHard));
  const auto event = net.client.tcp.next_event();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, EventKind::kClosed);
  EXPECT_EQ(event->reason, CloseReason::kUnreachable);
  EXPECT_EQ(net.trace.size(), 1u) << "no RST";
}

TEST(IcmpErrorsWhileConnecting, HardErrorEndsAHandshakeOfAListener) {
  TcpPair net;
  net.server.listen(80);
  net.recording = true;
  net.client.connect(80);
  net.run_for(1ms);
  ASSERT_EQ(net.server.count("SYN_RECEIVED"), 1u);
  const auto& syn_ack = net.trace.back().segment;
  EXPECT_FALSE(
      net.server.tcp.on_icmp_error(syn_ack.remote, syn_ack.local, syn_ack.seq + 5, IcmpError::kHard, 0, net.now));
  EXPECT_EQ(net.server.count("SYN_RECEIVED"), 1u);
  EXPECT_TRUE(net.server.tcp.on_icmp_error(syn_ack.remote, syn_ack.local, syn_ack.seq, IcmpError::kHard, 0, net.now));
  EXPECT_EQ(net.server.count("SYN_RECEIVED"), 0u);
}

TEST(AddressLost, EndsItsConnectionsAndNoOthers) {
  REQUIREMENT("LINK-24");
  TcpPair net;
  const Ipv4Addr second(10, 0, 0, 9);
  net.client.addresses.push_back(second);
  net.server.listen(80);
  const ConnectionId stays = net.client.connect(80);
  const auto goes =
      net.client.tcp.connect({.local = {second, Port()}, .remote = {TcpPair::kServer, Port(80)}}, net.now);
  net.run_for(50ms);
  while (net.client.tcp.next_event()) {
  }
  net.client.tcp.on_address_lost(second, net.now);
  const auto event = net.client.tcp.next_event();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->connection, *goes);
  EXPECT_EQ(event->kind, EventKind::kClosed);
  EXPECT_EQ(net.client.tcp.info(stays)->state, "ESTABLISHED");
  EXPECT_EQ(net.client.lines().size(), 1u);
}

}  // namespace
}  // namespace flue::tcp
