#include <Vskid_buffer.h>

#include <vector>

#include "sim/verilated/stream_sink.h"
#include "sim/verilated/stream_source.h"
#include "tests/support/rtl_test.h"

namespace flue {
namespace {

constexpr std::size_t kBeats = 500;
constexpr std::size_t kBytes = 72;  // of the 577 bits, all but the last

class SkidBuffer : public test::RtlGrid {
 protected:
  test::RtlBench<Vskid_buffer> bench{GetParam().reset_seed};
  sim::StreamSource source{bench, FLUE_STREAM(bench.dut(), s), GetParam().source, test::seed()};
  sim::StreamSink sink{bench, FLUE_STREAM(bench.dut(), m), "m", GetParam().sink, test::seed() + 1};
  SeededRandom random = test::random_stream();

  void SetUp() override { bench.reset(); }
  std::vector<std::byte> random_beat() {
    std::vector<std::byte> beat(kBytes);
    for (std::byte& b : beat) b = static_cast<std::byte>(random.next());
    return beat;
  }
};

TEST_P(SkidBuffer, KeepsEveryBeatInOrder) {
  std::vector<std::vector<std::byte>> sent;
  for (std::size_t i = 0; i < kBeats; ++i) source.send(sent.emplace_back(random_beat()));
  ASSERT_TRUE(bench.run_until([&] { return sink.size() == kBeats; }, 40 * kBeats));
  for (const auto& beat : sent) {
    const sim::Packet packet = sink.take();
    ASSERT_EQ(std::vector(packet.data.begin(), packet.data.begin() + kBytes), beat);
  }
}

TEST_P(SkidBuffer, HoldsTwoBeatsWhileTheOutputIsStalled) {
  sink.hold(true);
  for (int i = 0; i < 5; ++i) source.send(random_beat());
  bench.run(100);
  EXPECT_EQ(source.sent(), 2u);
  EXPECT_EQ(bench.dut().s_tready, 0);
}

FLUE_RTL_GRID(SkidBuffer);

class SkidBufferSpeed : public SkidBuffer {};

TEST_P(SkidBufferSpeed, PassesABeatEachCycleAfterOne) {
  for (std::size_t i = 0; i < kBeats; ++i) source.send(random_beat());
  const std::uint64_t start = bench.cycle();
  ASSERT_TRUE(bench.run_until([&] { return sink.size() == kBeats; }));
  // One cycle until the source drives, one of latency, one for the last beat to be seen.
  EXPECT_EQ(bench.cycle() - start, kBeats + 2);
}

FLUE_RTL_RESETS(SkidBufferSpeed);

}  // namespace
}  // namespace flue
