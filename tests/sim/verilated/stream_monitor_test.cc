// Each rule of a stream, broken by hand.
#include "sim/verilated/stream_monitor.h"

#include <gtest/gtest.h>

#include "tests/sim/verilated/wires.h"

namespace flue::sim {
namespace {

class StreamMonitorRules : public ::testing::Test {
 protected:
  test::WireHarness bench;
  test::StreamWires wires;
  StreamMonitor monitor{bench, FLUE_STREAM(wires, t), "stream t"};

  void offer(std::uint64_t keep, bool last, bool ready) {
    wires.t_tvalid = 1;
    wires.t_tkeep = keep;
    wires.t_tlast = last ? 1 : 0;
    wires.t_tready = ready ? 1 : 0;
    bench.step();
  }
};
constexpr std::uint64_t kFull = ~std::uint64_t{0};

TEST_F(StreamMonitorRules, AcceptsAPacketAndCountsItsBeats) {
  offer(kFull, false, false);
  offer(kFull, false, true);
  offer(0x7, true, true);
  EXPECT_TRUE(bench.told.empty());
  EXPECT_EQ(monitor.beats(), 2u);
  ASSERT_EQ(monitor.packets().size(), 1u);
  const Packet packet = monitor.take();
  EXPECT_EQ(packet.data.size(), 67u);
  EXPECT_EQ(packet.first_cycle, 1u);
  EXPECT_EQ(packet.last_cycle, 2u);
  EXPECT_EQ(monitor.packets_seen(), 1u);
}

TEST_F(StreamMonitorRules, ValidMustNotFall) {
  offer(kFull, true, false);
  wires.t_tvalid = 0;
  bench.step();
  EXPECT_TRUE(bench.told_of("stream t: tvalid fell"));
}

TEST_F(StreamMonitorRules, DataMustNotChange) {
  offer(kFull, true, false);
  wires.t_tdata[15] ^= 0x8000'0000;
  offer(kFull, true, true);
  EXPECT_TRUE(bench.told_of("beat changed"));
}

TEST_F(StreamMonitorRules, LastAndUserMustNotChange) {
  offer(kFull, true, false);
  offer(kFull, false, false);
  EXPECT_EQ(bench.told.size(), 1u);
  wires.t_tuser = 1;
  offer(kFull, false, false);
  EXPECT_EQ(bench.told.size(), 2u);
}

TEST_F(StreamMonitorRules, KeepMustBeContiguous) {
  offer(0x5, true, true);
  EXPECT_TRUE(bench.told_of("not contiguous"));
}

TEST_F(StreamMonitorRules, KeepMustNotBeEmpty) {
  offer(0, true, true);
  EXPECT_TRUE(bench.told_of("not contiguous"));
}

TEST_F(StreamMonitorRules, KeepMustBeFullBeforeTheLastBeat) {
  offer(0xFF, false, true);
  EXPECT_TRUE(bench.told_of("without tlast"));
}

}  // namespace
}  // namespace flue::sim
