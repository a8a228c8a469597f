// What connections cost (design targets: at most 512 bytes per idle connection, 64 per TIME-WAIT record).
#include <gtest/gtest.h>

#include "host/tcp/tcp.h"
#include "tests/support/heap.h"
#include "tests/support/requirement.h"
#include "tests/support/tcp_pair.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
using test::TcpPair;

constexpr std::uint32_t kConnections = 10'000;
constexpr Ipv4Addr kPeer(192, 0, 2, 1);

SegmentIn from(std::uint32_t number, Flags flags, Seq seq) {
  SegmentIn in;
  in.local = {TcpPair::kServer, Port(80)};
  in.remote = {Ipv4Addr(kPeer.bits() + (number >> 14)), Port(static_cast<std::uint16_t>(1024 + (number & 0x3FFF)))};
  in.seq = seq;
  in.flags = flags;
  in.wnd = RawWindow(64240);
  if (flags.syn) in.options.mss = 1460;
  return in;
}

// The server's side of many connections whose peers are invented here.
class TcpMemory : public testing::TestWithParam<ProfileName> {
 protected:
  TcpMemory() {
    TcpPair::Config config;
    config.server = profile_parameters(GetParam());
    config.server.tcp.max_free_tcbs = kConnections;
    net_ = std::make_unique<TcpPair>(config);
    net_->filter = [this](const test::Flight& flight) {
      last_ = flight.segment;
      return false;
    };
    listener_ = net_->server.listen(80);
  }
  ConnectionId open(std::uint32_t number) {
    // The invented host has no Tcp; its segments are handed in here and what it is sent is caught on the way.
    net_->server.tcp.on_segment(from(number, {.syn = true}, Seq(100)), net_->now);
    iss_ = last_.seq;
    SegmentIn ack = from(number, {.ack = true}, Seq(101));
    ack.ack = iss_ + 1;
    net_->server.tcp.on_segment(ack, net_->now);
    while (net_->server.tcp.next_event()) {
    }
    return net_->server.tcp.accept(listener_, 1).value_or(ConnectionId{});
  }
  SegmentIn data(std::uint32_t number, Bytes payload) const {
    SegmentIn in = from(number, {.psh = true, .ack = true}, Seq(101));
    in.ack = iss_ + 1;
    in.payload = payload;
    return in;
  }
  std::unique_ptr<TcpPair> net_;
  ListenerId listener_;
  SegmentIn last_;
  Seq iss_;
};

TEST_P(TcpMemory, IdleConnectionTakesAtMost512Bytes) {
  REQUIREMENT("SOCKETS-37");
  const std::size_t before = test::heap_bytes();
  const std::array<std::byte, 100> text{};
  for (std::uint32_t i = 0; i < kConnections; ++i) {
    const ConnectionId id = open(i);
    ASSERT_TRUE(id) << i;
    // Used once each way, so that "idle" is not "never used".
    net_->server.tcp.on_segment(data(i, text), net_->now);
    net_->server.tcp.consume(id, net_->server.tcp.readable(id).size(), net_->now);
    net_->server.tcp.write(id, text, net_->now);
    SegmentIn ack = from(i, {.ack = true}, Seq(201));
    ack.ack = iss_ + 101;
    net_->server.tcp.on_segment(ack, net_->now);
    while (net_->server.tcp.next_event()) {
    }
  }
  net_->run_for(10s);
  ASSERT_EQ(net_->server.tcp.counters().curr_estab, kConnections);
  const double each = static_cast<double>(test::heap_bytes() - before) / kConnections;
  RecordProperty("bytes_per_idle_connection", static_cast<int>(each));
  EXPECT_LE(each, 512.0);
}

TEST_P(TcpMemory, EverythingIsGivenBack) {
  for (std::uint32_t i = 0; i < 100; ++i) net_->server.tcp.abort(open(i), net_->now);
  const std::size_t before = test::heap_bytes();
  for (std::uint32_t i = 0; i < kConnections; ++i) {
    net_->server.tcp.abort(open(i), net_->now);
    ASSERT_EQ(net_->server.tcp.counters().curr_estab, 0u);
  }
  EXPECT_LT(test::heap_bytes(), before + 4096);
}

INSTANTIATE_TEST_SUITE_P(Profiles, TcpMemory, testing::Values(ProfileName::kWin2003, ProfileName::kModern),
                         [](const auto& test) { return std::string(to_string(test.param)); });

}  // namespace
}  // namespace flue::tcp
