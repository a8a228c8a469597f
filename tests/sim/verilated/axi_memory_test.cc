#include "sim/verilated/axi_memory.h"

#include <gtest/gtest.h>

#include <deque>
#include <vector>

#include "sim/verilated/sparse_memory.h"
#include "tests/sim/verilated/wires.h"
#include "tests/support/rtl_test.h"

namespace flue::sim {
namespace {

using test::AxiWires;
using test::WireHarness;

struct Done {
  std::uint64_t id;
  std::uint64_t cycle;
  std::uint64_t response;
  std::vector<std::byte> data;
};

// A master that asks for what a test queues, as fast as it may.
class Master final : public Agent {
 public:
  Master(Harness& harness, AxiWires& wires) : Agent(harness), wires_(wires) {}

  void read(std::uint64_t address, unsigned beats, std::uint8_t id = 0) {
    reads_.push_back({address, static_cast<std::uint8_t>(beats - 1), id, {}});
  }
  void write(std::uint64_t address, std::vector<std::byte> data, std::uint8_t id = 0) {
    writes_.push_back({address, static_cast<std::uint8_t>(data.size() / 64 - 1), id, std::move(data)});
  }

  void sample() override {
    if (wires_.x_arvalid && wires_.x_arready) {
      wires_.x_arvalid = 0;
      reads_.pop_front();
    }
    if (wires_.x_awvalid && wires_.x_awready) wires_.x_awvalid = 0;
    if (wires_.x_wvalid && wires_.x_wready) {
      wires_.x_wvalid = 0;
      data_.erase(data_.begin(), data_.begin() + 64);
      --left_;
    }
    if (wires_.x_rvalid && wires_.x_rready) {
      const Bytes beat = std::as_bytes(std::span(wires_.x_rdata));
      if (!in_burst_) reads_done.push_back({wires_.x_rid, 0, 0, {}});
      in_burst_ = true;
      reads_done.back().data.insert(reads_done.back().data.end(), beat.begin(), beat.end());
      reads_done.back().response |= wires_.x_rresp;
      reads_done.back().cycle = harness_.cycle();
      if (wires_.x_rlast) {
        in_burst_ = false;
        ++reads_whole;
      }
    }
    if (wires_.x_bvalid && wires_.x_bready) written.push_back({wires_.x_bid, harness_.cycle(), wires_.x_bresp, {}});
  }
  void drive() override {
    wires_.x_rready = wires_.x_bready = 1;
    if (!wires_.x_arvalid && !reads_.empty()) {
      wires_.x_araddr = reads_.front().address;
      wires_.x_arlen = reads_.front().length;
      wires_.x_arid = reads_.front().id;
      wires_.x_arvalid = 1;
    }
    if (!wires_.x_awvalid && left_ == 0 && !writes_.empty()) {
      wires_.x_awaddr = writes_.front().address;
      wires_.x_awlen = writes_.front().length;
      wires_.x_awid = writes_.front().id;
      wires_.x_awvalid = 1;
      left_ = writes_.front().length + 1u;
      data_ = std::move(writes_.front().data);
      writes_.pop_front();
    }
    if (!wires_.x_wvalid && left_ > 0) {
      std::copy_n(data_.begin(), 64, std::as_writable_bytes(std::span(wires_.x_wdata)).begin());
      wires_.x_wstrb = strobes;
      wires_.x_wlast = left_ == 1;
      wires_.x_wvalid = 1;
    }
  }
  void reset() override {}
  [[nodiscard]] bool idle() const override { return true; }

  std::deque<Done> reads_done, written;
  std::size_t reads_whole = 0;
  std::uint64_t strobes = ~std::uint64_t{0};

 private:
  struct Request {
    std::uint64_t address;
    std::uint8_t length;
    std::uint8_t id;
    std::vector<std::byte> data;
  };
  AxiWires& wires_;
  std::deque<Request> reads_, writes_;
  std::vector<std::byte> data_;
  unsigned left_ = 0;
  bool in_burst_ = false;
};

struct Bench {
  explicit Bench(const AxiTiming& timing) : memory(harness, FLUE_AXI(wires, x), space, timing, test::seed()) {
    harness.reset();
  }
  bool until(std::size_t reads, std::size_t writes, std::uint64_t budget = 100'000) {
    return harness.run_until([&] { return master.reads_whole >= reads && master.written.size() >= writes; }, budget);
  }
  std::vector<std::byte> random_bytes(std::size_t size) {
    std::vector<std::byte> data(size);
    for (std::byte& b : data) b = static_cast<std::byte>(random.next());
    return data;
  }
  WireHarness harness;
  AxiWires wires;
  SparseMemory space;
  AxiMemory memory;
  Master master{harness, wires};
  SeededRandom random = test::random_stream();
};

class AxiMemoryTimings : public ::testing::TestWithParam<AxiTiming> {};

TEST_P(AxiMemoryTimings, KeepsWhatIsWritten) {
  Bench bench(GetParam());
  std::vector<std::byte> all = bench.random_bytes(64 * 1000);
  std::size_t bursts = 0;
  for (std::size_t at = 0; at < all.size(); ++bursts) {
    const std::size_t left = std::min(all.size() - at, 4096 - at % 4096);
    const std::size_t size = 64 * (1 + bench.random.below(std::min<std::size_t>(left / 64, 64)));
    bench.master.write(0x8'0000'0000 + at,
                       {all.begin() + static_cast<long>(at), all.begin() + static_cast<long>(at + size)},
                       static_cast<std::uint8_t>(bursts % 2));
    at += size;
  }
  ASSERT_TRUE(bench.until(0, bursts));
  EXPECT_TRUE(bench.harness.run_until([&] { return bench.memory.idle(); }, 20));
  EXPECT_EQ(bench.space.dump(0x8'0000'0000, all.size()), all);
  for (std::size_t i = 0; i < 15; ++i) bench.master.read(0x8'0000'0000 + 4096 * i, 64);
  ASSERT_TRUE(bench.until(15, bursts));
  for (std::size_t i = 0; i < 15; ++i) {
    const auto from = all.begin() + static_cast<long>(4096 * i);
    ASSERT_EQ(bench.master.reads_done[i].data, std::vector(from, from + 4096));
  }
  EXPECT_TRUE(bench.harness.told.empty());
  EXPECT_LE(bench.memory.counters().most_reads, GetParam().outstanding);
  EXPECT_LE(bench.memory.counters().most_writes, GetParam().outstanding);
}

TEST_P(AxiMemoryTimings, AnswersErrorsWhereThereIsNoMemory) {
  Bench bench(GetParam());
  bench.space.forbid(4096, 4096);
  bench.master.read(4096, 2);
  bench.master.read(0, 2);
  bench.master.write(4096 + 64, std::vector<std::byte>(128));
  ASSERT_TRUE(bench.until(2, 1));
  EXPECT_EQ(bench.master.reads_done[0].response, 3u);
  EXPECT_EQ(bench.master.reads_done[1].response, 0u);
  EXPECT_EQ(bench.master.written[0].response, 3u);
  EXPECT_EQ(bench.memory.counters().errors, 2u);
}

INSTANTIATE_TEST_SUITE_P(Timing, AxiMemoryTimings, ::testing::Values(kIdealMemory, kHostMemory, kHostileMemory),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(AxiMemory, HostMemoryAnswersAfterAMicrosecond) {
  Bench bench(kHostMemory);
  bench.master.read(0, 1);
  bench.master.write(4096, std::vector<std::byte>(64));
  const std::uint64_t start = bench.harness.cycle();
  ASSERT_TRUE(bench.until(1, 1));
  EXPECT_NEAR(static_cast<double>(bench.master.reads_done[0].cycle - start), 300, 5);
  EXPECT_NEAR(static_cast<double>(bench.master.written[0].cycle - start), 300, 5);
}

// 11 GB/s of 19.2 GB/s, both ways at once, with 32 bursts of 2 KiB under way: 65,536 bytes hide a microsecond.
TEST(AxiMemory, HostMemoryGivesElevenGigabytesPerSecondEachWay) {
  Bench bench(kHostMemory);
  constexpr std::size_t kBursts = 400;
  for (std::size_t i = 0; i < kBursts; ++i) {
    bench.master.read(2048 * i, 32);
    bench.master.write(0x1000'0000 + 2048 * i, std::vector<std::byte>(2048));
  }
  ASSERT_TRUE(bench.until(kBursts, kBursts));
  const auto rate = [](const std::deque<Done>& done) {
    const auto cycles = static_cast<double>(done.back().cycle - done.front().cycle);
    return static_cast<double>((done.size() - 1) * 2048) / cycles * 0.3;  // GB/s at 300 MHz
  };
  EXPECT_NEAR(rate(bench.master.reads_done), 11.0, 0.2);
  EXPECT_NEAR(rate(bench.master.written), 11.0, 0.2);
}

TEST(AxiMemory, IdealMemoryMovesABeatEachCycle) {
  Bench bench(kIdealMemory);
  for (std::size_t i = 0; i < 100; ++i) bench.master.read(2048 * i, 32);
  ASSERT_TRUE(bench.until(100, 0));
  EXPECT_EQ(bench.master.reads_done.back().cycle - bench.master.reads_done.front().cycle, 99u * 32u);
}

TEST(AxiMemory, HostMemoryHasThirtyTwoReadsUnderWay) {
  Bench bench(kHostMemory);
  for (std::size_t i = 0; i < 100; ++i) bench.master.read(64 * i, 1);
  ASSERT_TRUE(bench.until(100, 0));
  EXPECT_EQ(bench.memory.counters().most_reads, 32u);
}

TEST(AxiMemory, HostileMemoryReordersIdsButNotWithinOne) {
  Bench bench(kHostileMemory);
  for (std::uint64_t i = 0; i < 100; ++i) {
    bench.space.load(64 * i, std::as_bytes(std::span(&i, 1)));
    bench.master.read(64 * i, 1, static_cast<std::uint8_t>(i % 2));
  }
  ASSERT_TRUE(bench.until(100, 0));
  bool reordered = false;
  std::uint64_t next[2] = {0, 1};
  for (std::size_t at = 0; at < 100; ++at) {
    const Done& done = bench.master.reads_done[at];
    std::uint64_t value = 0;
    std::memcpy(&value, done.data.data(), sizeof value);
    EXPECT_EQ(value, next[done.id]);
    next[done.id] += 2;
    reordered |= value != at;
  }
  EXPECT_TRUE(reordered);
}

TEST(AxiMemory, WritesShowOnlyWithTheirAnswer) {
  Bench bench(kHostMemory);
  bench.master.strobes = 0xF;
  bench.master.write(0, bench.random_bytes(64));
  bench.harness.run(250);
  EXPECT_EQ(bench.space.dump(0, 64), std::vector<std::byte>(64));
  EXPECT_FALSE(bench.memory.idle());
  ASSERT_TRUE(bench.until(0, 1));
  EXPECT_NE(bench.space.dump(0, 4), std::vector<std::byte>(4));
  EXPECT_EQ(bench.space.dump(4, 60), std::vector<std::byte>(60));
}

// Each rule, broken by hand.
class AxiMemoryRules : public ::testing::Test {
 protected:
  WireHarness harness;
  AxiWires wires;
  SparseMemory space;
  AxiMemory memory{harness, FLUE_AXI(wires, x), space};

  void SetUp() override { harness.run(2); }  // ready is up
  void address_only(std::uint64_t address, std::uint8_t length) {
    wires.x_araddr = address;
    wires.x_arlen = length;
    wires.x_arvalid = 1;
    harness.step();
  }
};

TEST_F(AxiMemoryRules, BurstsStayWithinFourKibibytes) {
  address_only(4096 - 128, 1);
  EXPECT_TRUE(harness.told.empty());
  address_only(4096 - 128, 2);
  EXPECT_TRUE(harness.told_of("cross 4 KiB"));
}

TEST_F(AxiMemoryRules, BurstsIncrement) {
  wires.x_arburst = 2;
  address_only(0, 0);
  EXPECT_TRUE(harness.told_of("not INCR"));
}

TEST_F(AxiMemoryRules, BeatsAreWhole) {
  wires.x_arsize = 5;
  address_only(0, 0);
  EXPECT_TRUE(harness.told_of("size 5"));
}

TEST_F(AxiMemoryRules, LastBeatIsMarked) {
  wires.x_awlen = 1;
  wires.x_awvalid = wires.x_wvalid = 1;
  harness.step();
  wires.x_awvalid = 0;
  harness.step();
  EXPECT_TRUE(harness.told_of("wlast wrong at beat 2 of 2"));
}

TEST_F(AxiMemoryRules, AddressHoldsUntilTaken) {
  wires.x_arready = 0;
  address_only(0, 0);
  wires.x_arready = 0;
  address_only(64, 0);
  EXPECT_TRUE(harness.told_of("AR: changed"));
}

TEST_F(AxiMemoryRules, ValidHoldsUntilReady) {
  wires.x_wready = 0;
  wires.x_wvalid = 1;
  harness.step();
  wires.x_wvalid = 0;
  harness.step();
  EXPECT_TRUE(harness.told_of("W: valid fell"));
}

}  // namespace
}  // namespace flue::sim
