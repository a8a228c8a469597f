// A source and a sink on the same wires.
#include "sim/verilated/stream_source.h"

#include <gtest/gtest.h>

#include <vector>

#include "sim/verilated/stream_sink.h"
#include "tests/sim/verilated/wires.h"
#include "tests/support/seed.h"

namespace flue::sim {
namespace {

using test::StreamWires;
using test::WireHarness;

struct Pace {
  Gaps source;
  Gaps sink;
};
void PrintTo(const Pace& pace, std::ostream* out) { *out << pace.source.name << "To" << pace.sink.name; }

class StreamPair : public ::testing::TestWithParam<Pace> {
 protected:
  WireHarness bench;
  StreamWires wires;
  StreamSource source{bench, FLUE_STREAM(wires, t), GetParam().source, test::seed()};
  StreamSink sink{bench, FLUE_STREAM(wires, t), "t", GetParam().sink, test::seed() + 1};
  SeededRandom random = test::random_stream();

  void SetUp() override { bench.reset(); }
  std::vector<std::byte> packet(std::size_t size) {
    std::vector<std::byte> data(size);
    for (std::byte& b : data) b = static_cast<std::byte>(random.next());
    return data;
  }
};

TEST_P(StreamPair, CarriesPacketsOfEveryLengthUnchanged) {
  std::vector<std::vector<std::byte>> sent;
  for (std::size_t size = 1; size <= 200; ++size) source.send(sent.emplace_back(packet(size)), size & 1);
  ASSERT_TRUE(bench.run_until([&] { return sink.size() == sent.size(); }));
  EXPECT_EQ(source.sent(), sent.size());
  EXPECT_TRUE(source.idle());
  for (const auto& data : sent) {
    const Packet got = sink.take();
    ASSERT_EQ(got.data, data);
    EXPECT_EQ(got.user, data.size() & 1);
  }
}

TEST_P(StreamPair, HeldSinkTakesNothingAndLosesNothing) {
  sink.hold(true);
  source.send(packet(100));
  bench.run(200);
  EXPECT_EQ(sink.beats(), 0u);
  sink.hold(false);
  EXPECT_TRUE(bench.run_until([&] { return sink.size() == 1; }));
  EXPECT_EQ(sink.beats(), 2u);
}

INSTANTIATE_TEST_SUITE_P(Grid, StreamPair,
                         ::testing::Values(Pace{kSteady, kSteady}, Pace{kSteady, kBursty}, Pace{kBursty, kSteady},
                                           Pace{kBursty, kBursty}, Pace{kSlow, kSlow}));

TEST(StreamSource, SendsABeatEachCycleWhenSteady) {
  WireHarness bench;
  StreamWires wires;
  StreamSource source(bench, FLUE_STREAM(wires, t));
  StreamSink sink(bench, FLUE_STREAM(wires, t), "t");
  bench.reset();
  for (int i = 0; i < 10; ++i) source.send(std::vector<std::byte>(65));
  bench.run(22);
  EXPECT_EQ(sink.beats(), 20u);
  EXPECT_EQ(sink.size(), 10u);
  EXPECT_EQ(sink.packets()[3].first_cycle + 1, sink.packets()[3].last_cycle);
}

TEST(StreamSource, PutsNoiseIntoBytesThatDoNotCount) {
  WireHarness bench;
  StreamWires wires;
  StreamSource source(bench, FLUE_STREAM(wires, t));
  bench.reset();
  source.send(std::vector<std::byte>(1));
  bench.run(1);
  ASSERT_EQ(wires.t_tvalid, 1);
  EXPECT_EQ(wires.t_tkeep, 1u);
  EXPECT_NE(wires.t_tdata[1] | wires.t_tdata[2], 0u);
  wires.t_tready = 1;
  bench.run(1);
  EXPECT_EQ(wires.t_tvalid, 0);
  EXPECT_NE(wires.t_tdata[0] | wires.t_tdata[15], 0u);
}

struct NumberWires {
  std::uint32_t t_tdata = 0;
  std::uint8_t t_tvalid = 0;
};

TEST(StreamSource, SendsNumbersWithoutReadyLastOrKeep) {
  WireHarness bench;
  NumberWires wires;
  StreamSource source(bench, FLUE_STREAM(wires, t));
  StreamMonitor monitor(bench, FLUE_STREAM(wires, t), "t");
  bench.reset();
  for (std::uint64_t i = 1; i <= 3; ++i) source.send_value(i * 0x01020304);
  bench.run(5);
  ASSERT_EQ(monitor.packets().size(), 3u);
  EXPECT_EQ(monitor.packets()[1].data, (std::vector{std::byte{8}, std::byte{6}, std::byte{4}, std::byte{2}}));
}

}  // namespace
}  // namespace flue::sim
