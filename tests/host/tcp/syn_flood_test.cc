// 100,000 forged SYNs in one second of virtual time, with honest clients among them.
#include <gtest/gtest.h>

#include "host/tcp/half_open.h"
#include "host/tcp/tcp.h"
#include "tests/support/heap.h"
#include "tests/support/requirement.h"
#include "tests/support/seed.h"
#include "tests/support/tcp_pair.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
using test::TcpPair;

struct FloodCase {
  ProfileName profile;
  Duration delay;  // one way; the handshake must survive twice this among the forged ones
};
class SynFlood : public testing::TestWithParam<FloodCase> {};

SegmentIn forged(SeededRandom& random) {
  SegmentIn syn;
  syn.local = {TcpPair::kServer, Port(80)};
  // 198.18.0.0/15 answers nothing.
  syn.remote = {Ipv4Addr(0xC6120000u + static_cast<std::uint32_t>(random.below(1u << 17))),
                Port(static_cast<std::uint16_t>(1 + random.below(65535)))};
  syn.seq = Seq(static_cast<std::uint32_t>(random.next()));
  syn.flags.syn = true;
  syn.wnd = RawWindow(static_cast<std::uint16_t>(random.next()));
  syn.options.mss = 1460;
  syn.options.window_shift = WindowShift(7);
  syn.options.timestamps = Timestamps{static_cast<std::uint32_t>(random.next()), 0};
  return syn;
}

TEST_P(SynFlood, HonestClientsGetThroughAndMemoryIsBounded) {
  REQUIREMENT("TCP-SECURITY-02", "TCP-SECURITY-07");
  constexpr int kForged = 100'000;
  constexpr int kHonest = 500;
  TcpPair::Config config;
  config.server = profile_parameters(GetParam().profile);
  config.client = config.server;
  config.wire.delay = GetParam().delay;
  TcpPair net(config);
  auto random = test::random_stream();
  const ListenerId listener = net.server.listen(80, 200);
  std::size_t heap_after_half = 0;
  int connected = 0;
  int accepted = 0;
  const auto look = [&] {
    while (const auto event = net.client.tcp.next_event()) connected += event->kind == EventKind::kConnected ? 1 : 0;
    while (net.server.tcp.accept(listener, 1)) ++accepted;
    while (net.server.tcp.next_event()) {
    }
  };
  for (int i = 0; i < kForged; ++i) {
    net.inject(forged(random));
    if (i % (kForged / kHonest) == 0) {
      ASSERT_TRUE(net.client.connect(80));
    }
    net.run_for(10us);
    look();
    if (i == kForged * 4 / 5) heap_after_half = test::heap_bytes();
  }
  const std::size_t heap_at_end = test::heap_bytes();
  net.run_for(30s);
  look();
  EXPECT_GE(connected, kHonest * 99 / 100);
  EXPECT_GE(accepted, kHonest * 99 / 100);
  EXPECT_LE(net.server.tcp.counters().half_open, HalfOpenTable::kLimit);
  // The table is full after two thirds of a second; from then on only honest connections cost memory.
  EXPECT_LT(heap_at_end, heap_after_half + (1u << 20));
}

INSTANTIATE_TEST_SUITE_P(Profiles, SynFlood,
                         testing::Values(FloodCase{ProfileName::kWin2003, 10ms},
                                         FloodCase{ProfileName::kWin2003, 100ms}, FloodCase{ProfileName::kModern, 10ms},
                                         FloodCase{ProfileName::kModern, 100ms}),
                         [](const auto& test) {
                           return std::string(to_string(test.param.profile)) +
                                  std::to_string(test.param.delay / std::chrono::milliseconds(1)) + "ms";
                         });

}  // namespace
}  // namespace flue::tcp
