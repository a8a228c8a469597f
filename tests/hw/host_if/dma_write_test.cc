#include <Vdma_write.h>

#include "sim/verilated/stream_source.h"
#include "tests/hw/host_if/dma_bench.h"

namespace flue {
namespace {

constexpr std::uint64_t kBase = 0xFEDC'BA98'7654'0000;

struct Write {
  test::Range range;
  std::vector<std::byte> bytes;
};

// Holds the block to its word: a command is reported done in its turn, and when its bytes are in memory.
class DoneMonitor final : public sim::Agent {
 public:
  DoneMonitor(test::RtlBench<Vdma_write>& bench, const sim::SparseMemory& space, const std::vector<Write>& writes)
      : Agent(bench), dut_(bench.dut()), space_(space), writes_(writes) {}

  [[nodiscard]] std::size_t done() const { return done_; }
  [[nodiscard]] std::uint64_t cycles() const { return last_beat_ - first_beat_ + 1; }  // first to last beat

  void sample() override {
    if (dut_.m_axi_wvalid && dut_.m_axi_wready) {
      if (first_beat_ == 0) first_beat_ = harness_.cycle();
      last_beat_ = harness_.cycle();
    }
    if (!dut_.m_done_tvalid) return;
    if (done_ == writes_.size()) return harness_.fail("done without a command");
    const Write& write = writes_[done_++];
    if (space_.dump(write.range.address, write.range.length) != write.bytes) {
      harness_.fail("done before the bytes are there");
    }
  }
  void drive() override {}
  void reset() override {}
  [[nodiscard]] bool idle() const override { return true; }

 private:
  Vdma_write& dut_;
  const sim::SparseMemory& space_;
  const std::vector<Write>& writes_;
  std::size_t done_ = 0;
  std::uint64_t first_beat_ = 0, last_beat_ = 0;
};

class DmaWrite : public test::MemoryGrid {
 protected:
  test::RtlBench<Vdma_write> bench{GetParam().reset_seed};
  sim::SparseMemory space;
  sim::AxiMemory memory{bench, FLUE_AXI(bench.dut(), m_axi), space, GetParam().memory, test::seed() + 1};
  sim::StreamSource commands{bench, FLUE_STREAM(bench.dut(), s_cmd), gaps(), test::seed() + 2};
  sim::StreamSource data{bench, FLUE_STREAM(bench.dut(), s_data), gaps(), test::seed() + 3};
  SeededRandom random = test::random_stream();
  std::vector<Write> writes;
  DoneMonitor monitor{bench, space, writes};

  void SetUp() override {
    bench.dut().stop = 0;
    bench.reset();
  }

  void write(std::uint64_t address, std::size_t length) {
    writes.push_back({{address, length}, test::random_bytes(random, length)});
    commands.send(test::dma_command(address, length));
    data.send(writes.back().bytes);
  }
  bool finish(std::uint64_t budget) {
    return bench.run_until([&] { return monitor.done() == writes.size(); }, budget);
  }
  [[nodiscard]] bool idle() { return bench.dut().stat_idle != 0; }
};

TEST_P(DmaWrite, WritesAnyRangeAndNothingElse) {
  const std::vector<test::Range> ranges = test::random_ranges(random, kBase);
  const std::size_t size = ranges.back().address + ranges.back().length + 100 - kBase;
  std::vector<std::byte> model = test::random_bytes(random, size);
  space.load(kBase, model);
  for (const test::Range& range : ranges) {
    write(range.address, range.length);
    std::copy(writes.back().bytes.begin(), writes.back().bytes.end(),
              model.begin() + static_cast<std::ptrdiff_t>(range.address - kBase));
  }
  ASSERT_TRUE(finish(400'000)) << monitor.done();
  EXPECT_TRUE(space.dump(kBase, size) == model);
  EXPECT_TRUE(idle());
  EXPECT_EQ(bench.dut().stat_error, 0);
}

TEST_P(DmaWrite, IsIdleOnlyWithNothingUnderWay) {
  EXPECT_TRUE(idle());
  write(kBase + 5, 300);
  ASSERT_TRUE(bench.run_until([&] { return commands.sent() == 1; }));
  for (std::uint64_t cycles = 0; monitor.done() == 0; ++cycles) {
    ASSERT_FALSE(idle()) << "after " << cycles;
    ASSERT_LT(cycles, 1000u);
    bench.step();
  }
  EXPECT_TRUE(idle());
}

TEST_P(DmaWrite, ReportsNothingDoneAfterAnError) {
  space.forbid(kBase + 8192, 64);
  write(kBase + 10, 5000);
  write(kBase + 6000, 7000);  // its second burst fails, its third does not
  write(kBase, 8);
  ASSERT_TRUE(bench.run_until([&] { return bench.dut().stat_error != 0; }, 5000));
  bench.run(3000);
  EXPECT_EQ(monitor.done(), 1u);
  EXPECT_EQ(bench.dut().stat_error, 1);

  const std::uint64_t bursts = memory.counters().write_bursts;
  const std::uint64_t taken = commands.sent();
  for (int i = 0; i < 8; ++i) write(kBase, 64);
  bench.run(1000);
  EXPECT_EQ(memory.counters().write_bursts, bursts);
  EXPECT_EQ(commands.sent(), taken);
  EXPECT_EQ(monitor.done(), 1u);
}

TEST_P(DmaWrite, BeginsNothingWhileStopped) {
  bench.dut().stop = 1;
  write(kBase, 64);
  bench.run(500);
  EXPECT_EQ(memory.counters().write_bursts, 0u);
  EXPECT_EQ(memory.counters().write_beats, 0u);
  bench.dut().stop = 0;
  EXPECT_TRUE(finish(2000));
}

FLUE_MEMORY_GRID(DmaWrite);

// Counted cycles.
class DmaWriteSpeed : public DmaWrite {};

TEST_P(DmaWriteSpeed, OneBeatPerCycle) {
  write(kBase, 65536);
  for (std::uint64_t i = 0; i < 500; ++i) write(kBase + 0x20000 + 64 * i, 64);
  for (std::uint64_t i = 0; i < 500; ++i) write(kBase + 0x40000 + 4096 * i + 17, 40);
  ASSERT_TRUE(finish(20'000));
  EXPECT_EQ(monitor.cycles(), 1024u + 500u + 500u);
}

TEST_P(DmaWriteSpeed, UnalignedRangesTakeTheBeatsOfTheBus) {
  for (std::uint64_t i = 0; i < 50; ++i) write(kBase + 2048 * i + 63, 1460);
  ASSERT_TRUE(finish(20'000));
  EXPECT_EQ(monitor.cycles(), 50u * 24u);
}

TEST_P(DmaWriteSpeed, LatencyIsAsDocumented) {
  bench.run(10);
  const std::uint64_t start = bench.cycle() + 1;  // the first step shows the command
  commands.send(test::dma_command(kBase, 64));
  ASSERT_TRUE(bench.run_until([&] { return bench.dut().m_axi_awvalid != 0; }, 100));
  EXPECT_EQ(bench.cycle() - start, 5u);
  bench.run(10);
  const std::uint64_t shown = bench.cycle() + 1;
  writes.push_back({{kBase, 64}, test::random_bytes(random, 64)});
  data.send(writes.back().bytes);
  ASSERT_TRUE(bench.run_until([&] { return bench.dut().m_axi_wvalid != 0; }, 100));
  EXPECT_EQ(bench.cycle() - shown, 4u);
  bool answered = false;
  ASSERT_TRUE(bench.run_until([&] {
    const bool was = answered;
    answered = bench.dut().m_axi_bvalid != 0;
    return was;
  }));
  EXPECT_EQ(bench.dut().m_done_tvalid, 1);  // the cycle behind the response
  ASSERT_TRUE(finish(100));
}

FLUE_MEMORY_RESETS(DmaWriteSpeed, sim::kIdealMemory);

// 320 cycles until a write is answered, at one beat per cycle: 20 KiB must be under way.
constexpr sim::AxiTiming kFarMemory{.name = "Far", .outstanding = 32, .latency = 320};
class DmaWriteFar : public DmaWrite {};

TEST_P(DmaWriteFar, KeepsTwentyKibibytesUnderWay) {
  for (std::uint64_t i = 0; i < 100; ++i) write(kBase + 2048 * i, 1460);
  ASSERT_TRUE(finish(20'000));
  EXPECT_EQ(monitor.cycles(), 100u * 23u);
}

TEST_P(DmaWriteFar, NeverHasMoreThanThirtyTwoBurstsUnderWay) {
  for (std::uint64_t i = 0; i < 200; ++i) write(kBase + 64 * i, 64);
  ASSERT_TRUE(finish(20'000));
  EXPECT_EQ(memory.counters().most_writes, 32u);
}

FLUE_MEMORY_RESETS(DmaWriteFar, kFarMemory);

}  // namespace
}  // namespace flue
