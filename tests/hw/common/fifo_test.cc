// sync_fifo and deep_fifo: the same promises, different storage.
#include <Vdeep_fifo.h>
#include <Vsync_fifo.h>

#include <deque>

#include "sim/verilated/stream_sink.h"
#include "sim/verilated/stream_source.h"
#include "tests/support/rtl_test.h"

namespace flue {
namespace {

constexpr std::size_t kDepth = 16;  // of both models
constexpr std::size_t kWords = 2000;

template <class Top, std::uint64_t kLatencyCycles>
class Fifo : public test::RtlGrid {
 protected:
  static constexpr std::uint64_t kLatency = kLatencyCycles;
  test::RtlBench<Top> bench{GetParam().reset_seed};
  sim::StreamSource source{bench, FLUE_STREAM(bench.dut(), s), GetParam().source, test::seed()};
  sim::StreamSink sink{bench, FLUE_STREAM(bench.dut(), m), "m", GetParam().sink, test::seed() + 1};
  SeededRandom random = test::random_stream();

  void SetUp() override { bench.reset(); }

  void keeps_order_and_counts() {
    std::deque<std::uint64_t> expected;
    for (std::size_t i = 0; i < kWords; ++i) {
      expected.push_back(random.next() & 0xFFFFFFFFFF);
      source.send_value(expected.back());
    }
    ASSERT_TRUE(bench.run_until(
        [&] {
          EXPECT_EQ(bench.dut().count, source.sent() - sink.size());
          return sink.size() == kWords;
        },
        40 * kWords));
    for (const std::uint64_t value : expected) ASSERT_EQ(value_of(sink.take()), value);
  }

  void takes_exactly_depth() {
    sink.hold(true);
    for (std::uint64_t i = 0; i < kDepth + 4; ++i) source.send_value(i);
    bench.run(40 * kDepth);
    EXPECT_EQ(source.sent(), kDepth);
    EXPECT_EQ(bench.dut().count, kDepth);
    EXPECT_EQ(bench.dut().s_tready, 0);
    sink.hold(false);
    ASSERT_TRUE(bench.run_until([&] { return sink.size() == kDepth + 4; }));
    EXPECT_EQ(bench.dut().count, 0);
  }

  void passes_one_word_a_cycle() {
    for (std::size_t i = 0; i < kWords; ++i) source.send_value(i);
    const std::uint64_t start = bench.cycle();
    ASSERT_TRUE(bench.run_until([&] { return sink.size() == kWords; }));
    // One cycle until the source drives, then the latency, and one for the last word to be seen.
    EXPECT_EQ(bench.cycle() - start, 1 + kLatency + kWords);
  }

  static std::uint64_t value_of(const sim::Packet& packet) {
    std::uint64_t value = 0;
    std::memcpy(&value, packet.data.data(), std::min(packet.data.size(), sizeof value));
    return value;
  }
};

using SyncFifo = Fifo<Vsync_fifo, 1>;
using DeepFifo = Fifo<Vdeep_fifo, 3>;

TEST_P(SyncFifo, KeepsOrderAndCounts) { keeps_order_and_counts(); }
TEST_P(DeepFifo, KeepsOrderAndCounts) { keeps_order_and_counts(); }
TEST_P(SyncFifo, TakesExactlyDepthWords) { takes_exactly_depth(); }
TEST_P(DeepFifo, TakesExactlyDepthWords) { takes_exactly_depth(); }
FLUE_RTL_GRID(SyncFifo);
FLUE_RTL_GRID(DeepFifo);

class SyncFifoSpeed : public SyncFifo {};
class DeepFifoSpeed : public DeepFifo {};
TEST_P(SyncFifoSpeed, PassesOneWordACycle) { passes_one_word_a_cycle(); }
TEST_P(DeepFifoSpeed, PassesOneWordACycle) { passes_one_word_a_cycle(); }
FLUE_RTL_RESETS(SyncFifoSpeed);
FLUE_RTL_RESETS(DeepFifoSpeed);

}  // namespace
}  // namespace flue
