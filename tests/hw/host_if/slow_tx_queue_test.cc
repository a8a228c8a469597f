// slow_tx_queue with its way to memory (host_if), beside payload reads on the same port.
#include <Vhost_if.h>
#include <Vhost_if_wrapping.h>

#include "sim/verilated/stream_sink.h"
#include "sim/verilated/stream_source.h"
#include "tests/hw/host_if/host_if_bench.h"

namespace flue {
namespace {

// A host that rings the doorbell and something in tx_path's place that is done with each descriptor after a while.
template <class Top>
class TxQueueBench : public test::HostIfBench<Top>, public sim::Agent {
 public:
  sim::StreamSource reads;
  sim::StreamSink descriptors, bytes;

  TxQueueBench(const test::MemoryCase& c, std::uint32_t first, std::uint32_t log2)
      : test::HostIfBench<Top>(c, first),
        Agent(this->bench),
        reads(this->bench, FLUE_STREAM(this->dut(), s_read), c.memory.gaps, test::seed() + 2),
        descriptors(this->bench, FLUE_STREAM(this->dut(), m_desc), "m_desc", c.memory.gaps, test::seed() + 3),
        bytes(this->bench, FLUE_STREAM(this->dut(), m_read), "m_read", c.memory.gaps, test::seed() + 4),
        log2_(log2),
        first_(first),
        tail_(first) {
    this->dut().cfg_slow_tx_log2 = static_cast<unsigned char>(log2);
    enable(true);
    this->bench.reset();
  }

  void enable(bool on) { this->dut().cfg_tx_enable = on ? 1 : 0; }
  // Entries that the host may fill now; by the record in memory, as a driver would.
  std::uint32_t room() { return (1u << log2_) - (tail_ - this->completion().slow_tx_head); }
  // Fills entries and rings once.
  void fill(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i, ++tail_) {
      sent_.push_back(test::random_bytes(this->random, 64));
      this->space.load(test::kTxDesc + 64ull * (tail_ & ((1u << log2_) - 1)), sent_.back());
    }
  }
  void hold_done(bool held) { held_ = held; }
  [[nodiscard]] std::uint32_t tail() const { return tail_; }
  [[nodiscard]] std::size_t done() const { return done_; }
  [[nodiscard]] std::size_t counted() const { return counted_; }
  [[nodiscard]] const std::vector<std::vector<std::byte>>& sent() const { return sent_; }

  void sample() override {
    counted_ += this->dut().stat_slow_tx_entry_valid;
    if (this->completion().slow_tx_head - first_ > done_) harness_.fail("head is ahead of what is done");
    if (this->dut().stat_slow_tx_head - first_ > this->completion().slow_tx_head - first_) {
      harness_.fail("the register is ahead of Completion");
    }
  }
  void drive() override {
    this->dut().cfg_slow_tx_tail = tail_;
    const bool done = !held_ && done_ < descriptors.size() && this->random.below(3) != 0;
    done_ += done ? 1 : 0;
    this->dut().s_done_tvalid = done ? 1 : 0;
  }
  void reset() override { drive(); }
  [[nodiscard]] bool idle() const override { return true; }

  bool finish(std::uint64_t budget) {
    return this->bench.run_until(
        [&] { return done_ == sent_.size() && this->completion().slow_tx_head == tail_ && this->quiet(); }, budget);
  }
  void compare() {
    ASSERT_EQ(descriptors.size(), sent_.size());
    for (std::size_t i = 0; i < sent_.size(); ++i) ASSERT_EQ(descriptors.packets()[i].data, sent_[i]) << i;
    EXPECT_EQ(counted_, sent_.size());
    EXPECT_EQ(this->dut().stat_slow_tx_head, tail_);
  }

 private:
  std::uint32_t log2_;
  std::uint32_t first_, tail_;
  bool held_ = false;
  std::size_t done_ = 0, counted_ = 0;
  std::vector<std::vector<std::byte>> sent_;
};

class SlowTxQueue : public test::MemoryGrid {};

template <class Top>
void rings(const test::MemoryCase& c, std::uint32_t first, std::uint32_t log2) {
  TxQueueBench<Top> tx(c, first, log2);
  while (tx.sent().size() < 300) {
    if (const std::uint32_t room = tx.room(); room > 0) tx.fill(1 + static_cast<std::uint32_t>(tx.random.below(room)));
    tx.bench.run(tx.random.below(100));
    ASSERT_FALSE(tx.bench.failed());
    ASSERT_LT(tx.bench.cycle(), 400'000u) << tx.sent().size();
  }
  ASSERT_TRUE(tx.finish(20'000)) << tx.done() << " of " << tx.sent().size();
  tx.compare();
}

TEST_P(SlowTxQueue, HandsOnEveryDescriptorInOrder) {
  for (const std::uint32_t log2 : {1u, 2u, 4u, 6u}) rings<Vhost_if>(GetParam(), 0, log2);
}

TEST_P(SlowTxQueue, CountersWrap) { rings<Vhost_if_wrapping>(GetParam(), 0xFFFF'FFE0, 5); }

TEST_P(SlowTxQueue, HeadMovesOnlyWithWhatIsDone) {
  TxQueueBench<Vhost_if> tx(GetParam(), 0, 5);
  tx.hold_done(true);
  tx.fill(20);
  ASSERT_TRUE(tx.bench.run_until([&] { return tx.descriptors.size() == 20; }, 5000));
  tx.bench.run(1000);
  EXPECT_EQ(tx.completion().slow_tx_head, 0u);
  EXPECT_FALSE(tx.quiet());
  tx.hold_done(false);
  ASSERT_TRUE(tx.finish(5000));
  tx.compare();
  EXPECT_TRUE(tx.bench.run_until([&] { return tx.quiet(); }, 1000));
}

TEST_P(SlowTxQueue, ReadsAheadAndNoFurtherThanItHasRoom) {
  TxQueueBench<Vhost_if> tx(GetParam(), 0, 10);
  tx.descriptors.hold(true);
  tx.fill(1000);
  tx.bench.run(5000);
  EXPECT_EQ(tx.memory.counters().read_beats, 256u);
  EXPECT_LE(tx.memory.counters().read_bursts, 256u / 16u + 4u);  // several in a burst
  tx.descriptors.hold(false);
  ASSERT_TRUE(tx.finish(40'000));
  tx.compare();
}

TEST_P(SlowTxQueue, ReadsNothingWhileDisabledOrWithAnImpossibleTail) {
  TxQueueBench<Vhost_if> tx(GetParam(), 0, 4);
  tx.enable(false);
  tx.bench.run(2);
  tx.fill(5);
  tx.bench.run(500);
  EXPECT_EQ(tx.memory.counters().read_bursts, 0u);
  tx.enable(true);
  ASSERT_TRUE(tx.finish(5000));
  tx.compare();

  const std::uint64_t bursts = tx.memory.counters().read_bursts;
  tx.fill(17);  // one more than there are
  tx.bench.run(500);
  EXPECT_EQ(tx.memory.counters().read_bursts, bursts);
}

TEST_P(SlowTxQueue, PayloadAndDescriptorsShareThePort) {
  TxQueueBench<Vhost_if> tx(GetParam(), 0, 8);
  constexpr std::uint64_t kPayload = 0x5555'0000'0000'0000;
  tx.space.load(kPayload, test::random_bytes(tx.random, 1 << 16));
  std::vector<test::Range> ranges;
  for (int i = 0; i < 100; ++i) {
    ranges.push_back({kPayload + tx.random.below(40'000), 1 + tx.random.below(3000)});
    tx.reads.send(test::dma_command(ranges.back().address, ranges.back().length));
    tx.fill(2);
    tx.bench.run(tx.random.below(40));
  }
  ASSERT_TRUE(tx.finish(100'000));
  ASSERT_TRUE(tx.bench.run_until([&] { return tx.bytes.size() == ranges.size(); }, 100'000));
  tx.compare();
  for (const test::Range& range : ranges) ASSERT_EQ(tx.bytes.take().data, tx.space.dump(range.address, range.length));
  EXPECT_TRUE(tx.bench.run_until([&] { return tx.quiet(); }, 2000));
}

TEST_P(SlowTxQueue, BusErrorStopsBothDirections) {
  TxQueueBench<Vhost_if> tx(GetParam(), 0, 4);
  tx.space.forbid(test::kTxDesc + 64ull * 3, 64);
  tx.fill(8);
  ASSERT_TRUE(tx.bench.run_until([&] { return tx.dut().stat_bus_error != 0; }, 5000));
  tx.bench.run(1000);
  EXPECT_LE(tx.descriptors.size(), 3u);
  const std::uint64_t bursts = tx.memory.counters().read_bursts + tx.memory.counters().write_bursts;
  tx.fill(8);
  tx.reads.send(test::dma_command(0x1000, 64));
  tx.bench.run(1000);
  EXPECT_EQ(tx.memory.counters().read_bursts + tx.memory.counters().write_bursts, bursts);
  EXPECT_EQ(tx.bytes.size(), 0u);
}

FLUE_MEMORY_GRID(SlowTxQueue);

// Counted cycles with ideal memory: 16 descriptors per 19 cycles.
class SlowTxQueueSpeed : public test::MemoryGrid {};

TEST_P(SlowTxQueueSpeed, SixteenDescriptorsPerNineteenCycles) {
  TxQueueBench<Vhost_if> tx(GetParam(), 0, 12);
  tx.fill(3200);
  ASSERT_TRUE(tx.bench.run_until([&] { return tx.descriptors.size() == 3200; }, 20'000));
  EXPECT_LE(tx.descriptors.packets().back().last_cycle - tx.descriptors.packets().front().first_cycle, 200u * 19u);
  ASSERT_TRUE(tx.finish(20'000));
}

TEST_P(SlowTxQueueSpeed, ReadsTwoCyclesAfterTheDoorbell) {
  TxQueueBench<Vhost_if> tx(GetParam(), 0, 4);
  tx.bench.run(20);
  tx.fill(1);
  const std::uint64_t rung = tx.bench.cycle() + 1;
  ASSERT_TRUE(tx.bench.run_until([&] { return tx.dut().m_axi_arvalid != 0; }, 100));
  // 2 to the command, 1 through dma_read_mux, 5 through dma_read.
  EXPECT_EQ(tx.bench.cycle() - rung, 8u);
  ASSERT_TRUE(tx.finish(1000));
}

FLUE_MEMORY_RESETS(SlowTxQueueSpeed, sim::kIdealMemory);

}  // namespace
}  // namespace flue
