#include <gtest/gtest.h>

#include "host/tcp/tcp.h"
#include "tests/support/requirement.h"
#include "tests/support/tcp_pair.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
using test::TcpPair;

// The SYN that a client with these parameters and options sends.
test::Flight syn(const Parameters& parameters, const SocketOptions& options, std::uint64_t speed = 100'000'000'000) {
  TcpPair::Config config;
  config.client = parameters;
  TcpPair net(config);
  net.client.path_template.speed = speed;
  net.recording = true;
  const auto id =
      net.client.tcp.connect({.local = {}, .remote = {TcpPair::kServer, Port(80)}, .options = options}, net.now);
  EXPECT_TRUE(id);
  return net.trace.front();
}

std::uint16_t window(const Parameters& parameters, const SocketOptions& options, std::uint64_t speed) {
  return syn(parameters, options, speed).segment.wnd.field();
}

constexpr std::uint64_t kMegabit = 1'000'000;

TEST(SocketOptions, ReceiveWindowFollowsTheOrderOfPrecedence) {
  REQUIREMENT("TCP-WINDOW-06", "TCP-WINDOW-07", "TCP-WINDOW-08", "TCP-WINDOW-09", "TCP-WINDOW-10");
  Parameters parameters = profile_parameters(ProfileName::kWin2003);
  EXPECT_EQ(window(parameters, {}, 10 * kMegabit), 17520);
  EXPECT_EQ(window(parameters, {}, 100 * kMegabit), 17520);
  EXPECT_EQ(window(parameters, {}, 1000 * kMegabit), 64240);
  EXPECT_EQ(window(parameters, {}, kMegabit / 2), 8760) << "8 KB in whole segments";
  parameters.tcp.tcp_window_size = 29200;
  EXPECT_EQ(window(parameters, {}, 100 * kMegabit), 29200);
  EXPECT_EQ(window(parameters, {.receive_buffer = 11680}, 100 * kMegabit), 11680);
}

TEST(SocketOptions, LargeBufferAsksForScaling) {
  REQUIREMENT("TCP-WINDOW-19");
  const Parameters parameters = profile_parameters(ProfileName::kWin2003);
  EXPECT_FALSE(syn(parameters, {}).segment.options.window_shift);
  const auto large = syn(parameters, {.receive_buffer = 1u << 20});
  EXPECT_TRUE(large.segment.options.window_shift);
}

TEST(SocketOptions, TtlAndTosReachTheNetwork) {
  const Parameters parameters = profile_parameters(ProfileName::kWin2003);
  EXPECT_EQ(syn(parameters, {}).ttl, 128);
  EXPECT_EQ(syn(parameters, {}).tos, 0);
  const auto chosen = syn(parameters, {.ttl = 7, .tos = 0x10});
  EXPECT_EQ(chosen.ttl, 7);
  EXPECT_EQ(chosen.tos, 0x10);
}

TEST(SocketOptions, MaxSegmentIsAnnounced) {
  const auto small = syn(profile_parameters(ProfileName::kWin2003), {.max_segment = 800});
  EXPECT_EQ(small.segment.options.mss, 800);
}

// Counts the client's segments with data after two small writes in a row.
int small_segments(TcpPair& net, ConnectionId id) {
  net.recording = true;
  net.trace.clear();
  const std::array<std::byte, 2> data{};
  net.client.tcp.write(id, data, net.now);
  net.client.tcp.write(id, data, net.now);
  int count = 0;
  for (const auto& flight : net.trace) count += flight.payload.empty() ? 0 : 1;
  return count;
}

TEST(SocketOptions, NoDelaySwitchesNagleOff) {
  REQUIREMENT("TCP-NAGLE-01", "TCP-NAGLE-04");
  TcpPair net;
  net.server.listen(80);
  const ConnectionId id = net.client.connect(80);
  net.run_for(50ms);
  EXPECT_EQ(small_segments(net, id), 1);
  net.run_for(1s);
  net.client.tcp.set_options(id, {.nagle = false}, net.now);
  EXPECT_EQ(small_segments(net, id), 2);
}

TEST(SocketOptions, NagleIsNeverUsedOnLoopback) {
  REQUIREMENT("TCP-NAGLE-05");
  TcpPair net;
  net.client.listen(80);
  const auto id = net.client.tcp.connect({.local = {}, .remote = {TcpPair::kClient, Port(80)}}, net.now);
  net.run_for(50ms);
  EXPECT_EQ(small_segments(net, *id), 2);
  net.run_for(1s);
  net.client.tcp.set_options(*id, {.nagle = true}, net.now);
  EXPECT_EQ(small_segments(net, *id), 2);
}

TEST(SocketOptions, CorkHoldsSmallSegmentsBack) {
  TcpPair net;
  net.server.listen(80);
  const ConnectionId id = net.client.connect(80);
  net.run_for(50ms);
  net.client.tcp.set_cork(id, true, net.now);
  EXPECT_EQ(small_segments(net, id), 0);
  net.trace.clear();
  net.client.tcp.set_cork(id, false, net.now);
  EXPECT_EQ(net.trace.size(), 1u);
  EXPECT_EQ(net.trace[0].payload.size(), 4u);
}

// V-22, with times of the socket's own.
TEST(SocketOptions, KeepAliveTimesAreTheSocketsOwn) {
  REQUIREMENT("TCP-KEEPALIVE-03");
  TcpPair net;
  net.server.listen(80);
  const auto id = net.client.tcp.connect(
      {.local = {},
       .remote = {TcpPair::kServer, Port(80)},
       .options = {.keep_alive = true, .keep_alive_time = 60s, .keep_alive_interval = 5s, .keep_alive_retries = 2}},
      net.now);
  const ConnectionId silent = net.client.connect(80);
  net.run_for(1s);
  while (net.client.tcp.next_event()) {
  }
  net.recording = true;
  net.filter = [](const test::Flight&) { return false; };
  net.run_for(58s);
  EXPECT_TRUE(net.trace.empty());
  net.run_for(60s);
  EXPECT_GE(net.trace.size(), 2u);
  const auto event = net.client.tcp.next_event();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->connection, *id);
  EXPECT_EQ(event->reason, CloseReason::kTimedOut);
  EXPECT_EQ(net.client.tcp.info(silent)->state, "ESTABLISHED") << "off by default";
}

TEST(SocketOptions, AcceptedConnectionsInheritTheListeners) {
  TcpPair net;
  net.recording = true;
  const auto listener = net.server.tcp.listen(
      {.address = {}, .port = Port(80), .options = {.nagle = false, .receive_buffer = 11680, .ttl = 9}}, net.now);
  net.client.connect(80);
  net.run_for(50ms);
  ASSERT_TRUE(net.server.tcp.accept(*listener, 1));
  EXPECT_EQ(net.trace[1].ttl, 9);
  EXPECT_EQ(net.trace[1].segment.wnd.field(), 11680);
}

}  // namespace
}  // namespace flue::tcp
