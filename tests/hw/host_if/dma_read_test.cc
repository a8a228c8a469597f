#include <Vdma_read.h>

#include <algorithm>

#include "sim/verilated/stream_sink.h"
#include "sim/verilated/stream_source.h"
#include "tests/hw/host_if/dma_bench.h"

namespace flue {
namespace {

constexpr std::uint64_t kBase = 0x0123'4567'89AB'0000;

class DmaRead : public test::MemoryGrid {
 protected:
  test::RtlBench<Vdma_read> bench{GetParam().reset_seed};
  sim::SparseMemory space;
  sim::AxiMemory memory{bench, FLUE_AXI(bench.dut(), m_axi), space, GetParam().memory, test::seed() + 1};
  sim::StreamSource commands{bench, FLUE_STREAM(bench.dut(), s_cmd), gaps(), test::seed() + 2};
  sim::StreamSink data{bench, FLUE_STREAM(bench.dut(), m_data), "m_data", gaps(), test::seed() + 3};
  SeededRandom random = test::random_stream();

  void SetUp() override {
    bench.dut().stop = 0;
    bench.reset();
  }

  void read(std::uint64_t address, std::size_t length) { commands.send(test::dma_command(address, length)); }
  [[nodiscard]] bool idle() { return bench.dut().stat_idle != 0; }
};

TEST_P(DmaRead, GivesAnyRangePacked) {
  const std::vector<test::Range> ranges = test::random_ranges(random, kBase);
  space.load(kBase, test::random_bytes(random, ranges.back().address + ranges.back().length - kBase));
  for (const test::Range& range : ranges) read(range.address, range.length);
  ASSERT_TRUE(bench.run_until([&] { return data.size() == ranges.size(); }, 400'000)) << data.size();
  for (const test::Range& range : ranges) {
    ASSERT_EQ(data.take().data, space.dump(range.address, range.length))
        << range.length << " bytes at " << std::hex << range.address;
  }
  ASSERT_TRUE(bench.run_until([&] { return idle(); }, 100));
  EXPECT_EQ(bench.dut().stat_error, 0);
}

TEST_P(DmaRead, IsIdleOnlyWithNothingUnderWay) {
  EXPECT_TRUE(idle());
  read(kBase + 5, 300);
  ASSERT_TRUE(bench.run_until([&] { return commands.sent() == 1; }));
  for (std::uint64_t cycles = 0; data.size() == 0; ++cycles) {
    ASSERT_FALSE(idle()) << "after " << cycles;
    ASSERT_LT(cycles, 1000u);
    bench.step();
  }
  EXPECT_TRUE(bench.run_until([&] { return idle(); }, 20));
}

TEST_P(DmaRead, GivesNothingMoreAfterAnError) {
  space.load(kBase, test::random_bytes(random, 16384));
  space.forbid(kBase + 8192, 64);
  read(kBase + 10, 5000);    // before it: whole
  read(kBase + 6000, 3000);  // over it
  read(kBase, 100);          // behind it
  ASSERT_TRUE(bench.run_until([&] { return bench.dut().stat_error != 0; }, 5000));
  bench.run(3000);
  ASSERT_LE(data.size(), 1u);
  for (; data.size() > 0;) EXPECT_EQ(data.take().data, space.dump(kBase + 10, 5000));
  EXPECT_EQ(bench.dut().stat_error, 1);
  EXPECT_TRUE(idle());

  const std::uint64_t bursts = memory.counters().read_bursts;
  const std::uint64_t taken = commands.sent();
  for (int i = 0; i < 8; ++i) read(kBase, 64);
  bench.run(1000);
  EXPECT_EQ(memory.counters().read_bursts, bursts);
  EXPECT_EQ(commands.sent(), taken);
  EXPECT_EQ(data.size(), 0u);
}

TEST_P(DmaRead, BeginsNothingWhileStopped) {
  bench.dut().stop = 1;
  read(kBase, 64);
  bench.run(500);
  EXPECT_EQ(memory.counters().read_bursts, 0u);
  bench.dut().stop = 0;
  EXPECT_TRUE(bench.run_until([&] { return data.size() == 1; }, 2000));
}

FLUE_MEMORY_GRID(DmaRead);

// Counted cycles, with a memory that answers at a fixed time and is never the limit.
class DmaReadSpeed : public DmaRead {};

TEST_P(DmaReadSpeed, OneBeatPerCycle) {
  read(kBase, 65536);
  for (int i = 0; i < 500; ++i) read(kBase + 64 * static_cast<std::uint64_t>(i), 64);
  for (int i = 0; i < 500; ++i) read(kBase + 4096 * static_cast<std::uint64_t>(i) + 17, 40);
  ASSERT_TRUE(bench.run_until([&] { return data.size() == 1001; }, 20'000));
  const std::uint64_t first = data.packets().front().first_cycle;
  EXPECT_EQ(data.packets().back().last_cycle - first + 1, 1024u + 500u + 500u);
}

TEST_P(DmaReadSpeed, UnalignedRangesTakeTheBeatsOfTheBus) {
  for (std::uint64_t i = 0; i < 50; ++i) read(kBase + 2048 * i + 63, 1460);
  ASSERT_TRUE(bench.run_until([&] { return data.size() == 50; }, 20'000));
  // 63 + 1460 bytes lie in 24 beats; the first beat comes out with the second one of the bus.
  EXPECT_LE(data.packets().back().last_cycle - data.packets().front().first_cycle + 1, 50u * 24u);
}

TEST_P(DmaReadSpeed, LatencyIsAsDocumented) {
  bench.run(10);
  const std::uint64_t start = bench.cycle();
  read(kBase, 64);
  ASSERT_TRUE(bench.run_until([&] { return bench.dut().m_axi_arvalid != 0; }, 100));
  EXPECT_EQ(bench.cycle() - start - 1, 5u);  // the first step shows the command
  ASSERT_TRUE(bench.run_until([&] { return bench.dut().m_axi_rvalid != 0; }, 100));
  const std::uint64_t answer = bench.cycle();
  ASSERT_TRUE(bench.run_until([&] { return bench.dut().m_data_tvalid != 0; }, 100));
  EXPECT_EQ(bench.cycle() - answer, 5u);
}

FLUE_MEMORY_RESETS(DmaReadSpeed, sim::kIdealMemory);

// 320 cycles of latency at one beat per cycle: 20 KiB must be under way.
constexpr sim::AxiTiming kFarMemory{.name = "Far", .outstanding = 32, .latency = 320};
class DmaReadFar : public DmaRead {};

TEST_P(DmaReadFar, KeepsTwentyKibibytesUnderWay) {
  for (std::uint64_t i = 0; i < 100; ++i) read(kBase + 2048 * i, 1460);
  ASSERT_TRUE(bench.run_until([&] { return data.size() == 100; }, 20'000));
  EXPECT_EQ(data.packets().back().last_cycle - data.packets().front().first_cycle + 1, 100u * 23u);
}

TEST_P(DmaReadFar, NeverHasMoreThanThirtyTwoBurstsUnderWay) {
  for (std::uint64_t i = 0; i < 200; ++i) read(kBase + 64 * i, 64);
  ASSERT_TRUE(bench.run_until([&] { return data.size() == 200; }, 20'000));
  EXPECT_EQ(memory.counters().most_reads, 32u);
}

FLUE_MEMORY_RESETS(DmaReadFar, kFarMemory);

}  // namespace
}  // namespace flue
