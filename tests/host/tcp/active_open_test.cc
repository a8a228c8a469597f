#include <gtest/gtest.h>

#include <set>

#include "host/tcp/tcp.h"
#include "tests/support/requirement.h"
#include "tests/support/tcp_pair.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
using test::TcpPair;

constexpr Endpoint kRemote{TcpPair::kServer, Port(80)};

SocketError error_of(const Result<ConnectionId, SocketError>& result) { return result.error(); }

TEST(Connect, RefusesWhatCannotBeARemoteEnd) {
  TcpPair net;
  for (const Ipv4Addr address : {Ipv4Addr(), Ipv4Addr(224, 0, 0, 1), kLimitedBroadcast, Ipv4Addr(240, 0, 0, 1)}) {
    const auto result = net.client.tcp.connect({.local = {}, .remote = {address, Port(80)}}, net.now);
    ASSERT_FALSE(result) << to_string(address);
    EXPECT_EQ(error_of(result), SocketError::kInvalid);
  }
  const auto no_port = net.client.tcp.connect({.local = {}, .remote = {TcpPair::kServer, Port()}}, net.now);
  ASSERT_FALSE(no_port);
  EXPECT_EQ(error_of(no_port), SocketError::kInvalid);
  EXPECT_TRUE(net.client.lines().empty()) << "errors leave no trace";
}

TEST(Connect, RefusesAForeignSource) {
  TcpPair net;
  const auto result = net.client.tcp.connect({.local = {Ipv4Addr(10, 0, 0, 77), Port()}, .remote = kRemote}, net.now);
  ASSERT_FALSE(result);
  EXPECT_EQ(error_of(result), SocketError::kAddressNotAvailable);
}

TEST(Connect, UsesTheRoutesSourceUnlessBound) {
  REQUIREMENT("SOCKETS-28", "SOCKETS-33");
  TcpPair net;
  net.client.addresses.push_back(Ipv4Addr(10, 0, 0, 9));
  const auto unbound = net.client.tcp.connect({.local = {}, .remote = kRemote}, net.now);
  EXPECT_EQ(net.client.tcp.info(*unbound)->local.address, TcpPair::kClient);
  const auto bound = net.client.tcp.connect({.local = {Ipv4Addr(10, 0, 0, 9), Port()}, .remote = kRemote}, net.now);
  EXPECT_EQ(net.client.tcp.info(*bound)->local.address, Ipv4Addr(10, 0, 0, 9));
}

TEST(Connect, GivesAPortWhenAskedForAny) {
  REQUIREMENT("TCP-PORTS-01");
  TcpPair net;
  const ConnectionId id = net.client.connect(80);
  const std::uint16_t port = net.client.tcp.info(id)->local.port.number();
  EXPECT_GE(port, 1024);
  EXPECT_LE(port, 5000);
}

TEST(Connect, SamePairTwiceIsRefused) {
  REQUIREMENT("TCP-STATES-13");
  TcpPair net;
  const Endpoint local{TcpPair::kClient, Port(2000)};
  ASSERT_TRUE(net.client.tcp.connect({.local = local, .remote = kRemote}, net.now));
  const auto again = net.client.tcp.connect({.local = local, .remote = kRemote}, net.now);
  ASSERT_FALSE(again);
  EXPECT_EQ(error_of(again), SocketError::kPairInUse);
  EXPECT_TRUE(net.client.tcp.connect({.local = local, .remote = {TcpPair::kServer, Port(81)}}, net.now));
}

TEST(Connect, FromAListenersPortNeedsReuse) {
  TcpPair net;
  net.client.listen(2000);
  const Endpoint local{TcpPair::kClient, Port(2000)};
  const auto refused = net.client.tcp.connect({.local = local, .remote = kRemote}, net.now);
  ASSERT_FALSE(refused);
  EXPECT_EQ(error_of(refused), SocketError::kAddressInUse);
  EXPECT_TRUE(net.client.tcp.connect({.local = local, .remote = kRemote, .reuse_address = true}, net.now));
}

// V-24, with the real close.
class TimeWaitLength : public testing::TestWithParam<int> {};

TEST_P(TimeWaitLength, HoldsThePairForItsTime) {
  REQUIREMENT("TCP-TIMEWAIT-01", "TCP-TIMEWAIT-02", "TCP-TIMEWAIT-03", "TCP-TIMEWAIT-04", "SOCKETS-32");
  TcpPair::Config config;
  config.client.tcp.tcp_timed_wait_delay = std::chrono::seconds(GetParam());
  TcpPair net(config);
  const ListenerId listener = net.server.listen(80);
  const ConnectConfig connect{.local = {TcpPair::kClient, Port(2000)}, .remote = kRemote};
  const auto first = net.client.tcp.connect(connect, net.now);
  net.run_for(10ms);
  const auto accepted = net.server.tcp.accept(listener, 1);
  net.client.tcp.close(*first, net.now);
  net.run_for(10ms);
  net.server.tcp.close(*accepted, net.now);
  net.run_for(10ms);
  ASSERT_EQ(net.client.count("TIME_WAIT"), 1u);
  const auto entered = net.now;

  net.run_until(entered + std::chrono::seconds(GetParam()) - 1s);
  const auto early = net.client.tcp.connect(connect, net.now);
  ASSERT_FALSE(early);
  EXPECT_EQ(error_of(early), SocketError::kPairInUse);
  const ConnectConfig elsewhere{.local = connect.local, .remote = {TcpPair::kServer, Port(81)}};
  EXPECT_TRUE(net.client.tcp.connect(elsewhere, net.now)) << "another remote end is another pair";
  net.run_until(entered + std::chrono::seconds(GetParam()));
  EXPECT_TRUE(net.client.tcp.connect(connect, net.now));
}
INSTANTIATE_TEST_SUITE_P(V24, TimeWaitLength, testing::Values(240, 30));

// All automatic ports toward one peer port rest in TIME-WAIT.
TEST(Connect, FailsWhenEveryPortRests) {
  REQUIREMENT("TCP-PORTS-03", "TCP-PORTS-04");
  TcpPair::Config config;
  config.client.tcp.min_user_port = 4951;  // 50 ports
  config.client.tcp.max_free_tcbs = 100'000;
  config.wire.delay = 100us;
  TcpPair net(config);
  const ListenerId listener = net.server.listen(80);
  std::set<std::uint16_t> used;
  for (int i = 0; i < 50; ++i) {
    const ConnectionId id = net.client.connect(80);
    ASSERT_TRUE(id);
    used.insert(net.client.tcp.info(id)->local.port.number());
    net.run_for(1ms);
    net.client.tcp.close(id, net.now);
    net.run_for(1ms);
    net.server.tcp.close(*net.server.tcp.accept(listener, 1), net.now);
    net.run_for(1ms);
  }
  EXPECT_EQ(used.size(), 50u);
  EXPECT_EQ(net.client.count("TIME_WAIT"), 50u);
  const auto failed = net.client.tcp.connect({.local = {}, .remote = kRemote}, net.now);
  ASSERT_FALSE(failed);
  EXPECT_EQ(error_of(failed), SocketError::kNoPorts);
  EXPECT_TRUE(net.client.tcp.connect({.local = {}, .remote = {TcpPair::kServer, Port(81)}}, net.now))
      << "toward another port any of them will do";
  net.run_for(240s);
  EXPECT_TRUE(net.client.connect(80));
}

TEST(Connect, TcpNumConnectionsLimitsThem) {
  REQUIREMENT("TCP-SETUP-14");
  TcpPair::Config config;
  config.client.tcp.tcp_num_connections = 2;
  TcpPair net(config);
  net.server.listen(80);
  EXPECT_TRUE(net.client.connect(80));
  const ConnectionId second = net.client.connect(80);
  const auto third = net.client.tcp.connect({.local = {}, .remote = kRemote}, net.now);
  ASSERT_FALSE(third);
  EXPECT_EQ(error_of(third), SocketError::kTooManyConnections);
  net.client.tcp.abort(second, net.now);
  EXPECT_TRUE(net.client.connect(80));
}

TEST(CheckBind, PicksAFreePortForZero) {
  REQUIREMENT("TCP-PORTS-06");
  TcpPair net;
  const auto bound = net.client.tcp.check_bind({}, false, net.now);
  ASSERT_TRUE(bound);
  EXPECT_NE(bound->port.number(), 0);
  const auto foreign = net.client.tcp.check_bind({Ipv4Addr(10, 0, 0, 77), Port(80)}, false, net.now);
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error(), SocketError::kAddressNotAvailable);
}

// The effect of SOCKETS-31: the listener is gone, its connections hold the port.
TEST(CheckBind, ConnectionsOfAClosedListenerHoldThePort) {
  REQUIREMENT("SOCKETS-30", "SOCKETS-31");
  TcpPair net;
  const ListenerId listener = net.server.listen(80);
  net.client.connect(80);
  net.run_for(10ms);
  const auto accepted = net.server.tcp.accept(listener, 1);
  net.server.tcp.close_listener(listener, net.now);
  net.server.tcp.close(*accepted, net.now);  // FIN_WAIT
  net.run_for(10ms);
  const Endpoint local{TcpPair::kServer, Port(80)};
  const auto refused = net.server.tcp.check_bind(local, false, net.now);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), SocketError::kAddressInUse);
  EXPECT_TRUE(net.server.tcp.check_bind(local, true, net.now));
  EXPECT_FALSE(net.server.tcp.listen({.address = {}, .port = Port(80)}, net.now));
  EXPECT_TRUE(net.server.tcp.listen({.address = {}, .port = Port(80), .reuse_address = true}, net.now));
}

TEST(Connect, SmallerOfBothMssIsUsed) {
  REQUIREMENT("PMTU-02");
  TcpPair net;
  net.server.path_template.link_mtu = net.server.path_template.mtu = 1000;
  const ListenerId listener = net.server.listen(80);
  const ConnectionId id = net.client.connect(80);
  net.run_for(50ms);
  const auto accepted = net.server.tcp.accept(listener, 1);
  ASSERT_TRUE(accepted);
  net.recording = true;
  const std::vector<std::byte> data(20'000);
  net.client.tcp.write(id, data, net.now);
  net.server.tcp.write(*accepted, data, net.now);
  net.run_for(2s);
  std::size_t largest = 0;
  for (const auto& flight : net.trace) largest = std::max(largest, flight.payload.size());
  EXPECT_EQ(largest, 960u);
}

// The series of V-19 as the wire shows it; the Tcb does it, the Tcp's clock drives it.
struct SynCase {
  ProfileName profile;
  std::vector<std::int64_t> at;
  std::int64_t given_up;
};
class SynSeries : public testing::TestWithParam<SynCase> {};

TEST_P(SynSeries, FollowsV19) {
  REQUIREMENT("TCP-SETUP-07", "TCP-SETUP-08", "TCP-SETUP-09", "TCP-RTO-04");
  TcpPair::Config config;
  config.client = profile_parameters(GetParam().profile);
  TcpPair net(config);
  net.filter = [](const test::Flight&) { return false; };
  net.recording = true;
  const TimePoint start = net.now;
  net.client.connect(80);
  while (net.client.tcp.next_deadline() != kNever) net.step();
  std::vector<std::int64_t> sent;
  for (const auto& flight : net.trace) {
    sent.push_back(std::chrono::duration_cast<std::chrono::seconds>(flight.at - start).count());
  }
  EXPECT_EQ(sent, GetParam().at);
  EXPECT_EQ(net.now - start, std::chrono::seconds(GetParam().given_up));
  const auto event = net.client.tcp.next_event();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->kind, EventKind::kClosed);
  EXPECT_EQ(event->reason, CloseReason::kTimedOut);
}
INSTANTIATE_TEST_SUITE_P(V19, SynSeries,
                         testing::Values(SynCase{ProfileName::kWin2003, {0, 3, 9}, 21},
                                         SynCase{ProfileName::kWin2000, {0, 3, 9}, 21},
                                         SynCase{ProfileName::kNt4, {0, 3, 9, 21}, 45}),
                         [](const auto& test) { return std::string(to_string(test.param.profile)); });

}  // namespace
}  // namespace flue::tcp
