// slow_rx_queue with its way to memory (host_if): what the host sees, cycle by cycle.
#include <Vhost_if.h>
#include <Vhost_if_wrapping.h>

#include "host/contract/flue_contract.h"
#include "sim/verilated/stream_source.h"
#include "tests/hw/host_if/dma_bench.h"
#include "tests/hw/host_if/host_if_bench.h"

namespace flue {
namespace {

using contract::SlowRxDescriptor;

// Frames in, and a host that takes them: it looks at memory in every cycle, believes what it reads, and compares.
template <class Top>
class RxBench : public test::HostIfBench<Top>, public sim::Agent {
 public:
  RxBench(const test::MemoryCase& c, std::uint32_t first, std::uint32_t log2)
      : test::HostIfBench<Top>(c, first),
        Agent(this->bench),
        metas(this->bench, FLUE_STREAM(this->dut(), s_meta), c.memory.gaps, test::seed() + 2),
        frames(this->bench, FLUE_STREAM(this->dut(), s_frame), c.memory.gaps, test::seed() + 3),
        log2_(log2),
        head_(first) {
    this->dut().cfg_slow_rx_log2 = static_cast<unsigned char>(log2);
    // The ring as the lap before left it: around the wrap an entry's number is 0.
    for (std::uint32_t i = 0; i < 1u << log2; ++i) {
      const SlowRxDescriptor old{.number = first + i + 1 - (1u << log2)};
      this->space.load(test::kRxDesc + 64ull * ((first + i) & ((1u << log2) - 1)), std::as_bytes(std::span(&old, 1)));
    }
    this->bench.reset();
  }

  sim::StreamSource metas, frames;

  void send(std::size_t length) {
    Frame frame{.bytes = test::random_bytes(this->random, length), .meta = test::random_bytes(this->random, 16)};
    // rx_meta_t: length, flags, vlan_tag, l3_offset, l4_offset, protocol, timestamp_us (here: which frame), 14 bytes.
    const auto length16 = static_cast<std::uint16_t>(length);
    std::memcpy(frame.meta.data(), &length16, 2);
    const std::uint64_t which = sent_.size();
    std::memcpy(frame.meta.data() + 8, &which, 6);
    std::memset(frame.meta.data() + 14, 0, 2);
    metas.send(frame.meta);
    frames.send(frame.bytes);
    sent_.push_back(std::move(frame));
  }

  void hold(bool held) { held_ = held; }  // the host takes nothing
  [[nodiscard]] std::size_t sent() const { return sent_.size(); }
  [[nodiscard]] std::size_t taken() const { return taken_; }
  [[nodiscard]] std::size_t dropped() const { return dropped_; }
  [[nodiscard]] std::size_t filled() const { return filled_; }
  [[nodiscard]] const std::vector<std::uint64_t>& order() const { return order_; }
  // Every frame was taken or dropped, and the record says so.
  bool finish(std::uint64_t budget) {
    return this->bench.run_until(
        [&] { return taken_ + dropped_ == sent_.size() && this->completion().slow_rx_tail == head_ && this->quiet(); },
        budget);
  }

  void sample() override {
    dropped_ += this->dut().stat_slow_rx_full_valid;
    filled_ += this->dut().stat_slow_rx_frame_valid;
    look();
    // What the record says has descriptors, and what the register says is in the record. The host may be ahead of both.
    const std::uint32_t tail = this->completion().slow_rx_tail;
    const std::uint32_t seen = head_ + static_cast<std::uint32_t>(seen_);
    if (static_cast<std::int32_t>(tail - seen) > 0) harness_.fail("Completion is ahead of the descriptors");
    if (this->dut().cfg_completion != 0 && static_cast<std::int32_t>(this->dut().stat_slow_rx_tail - tail) > 0) {
      harness_.fail("the register is ahead of Completion");
    }
  }
  void drive() override {
    if (seen_ > 0 && !held_ && this->random.below(4) == 0) {
      --seen_;
      ++head_;
    }
    this->dut().cfg_slow_rx_head = head_;
  }
  void reset() override { this->dut().cfg_slow_rx_head = head_; }
  [[nodiscard]] bool idle() const override { return true; }

 private:
  struct Frame {
    std::vector<std::byte> bytes;
    std::vector<std::byte> meta;
  };

  // The next descriptors, if they are there; their frames must be there too.
  void look() {
    for (;;) {
      const std::uint32_t next = head_ + static_cast<std::uint32_t>(seen_);
      const std::uint32_t index = next & ((1u << log2_) - 1);
      SlowRxDescriptor desc;
      const auto image = this->space.dump(test::kRxDesc + 64ull * index, sizeof desc);
      std::memcpy(&desc, image.data(), sizeof desc);
      if (desc.number != next + 1) return;
      if (seen_ == 1u << log2_) return harness_.fail("an entry filled that was not free");
      ++seen_;
      ++taken_;
      compare(desc, index);
    }
  }
  void compare(const SlowRxDescriptor& desc, std::uint32_t index) {
    if (desc.timestamp_us >= sent_.size()) return harness_.fail("a descriptor of no frame");
    if (!order_.empty() && desc.timestamp_us <= order_.back()) return harness_.fail("frames out of order");
    order_.push_back(desc.timestamp_us);
    const Frame& frame = sent_[desc.timestamp_us];
    if (this->space.dump(test::kRxBuf + std::uint64_t{contract::kSlowRxSlotBytes} * index, frame.bytes.size()) !=
        frame.bytes) {
      harness_.fail("a descriptor before its frame");
    }
    const auto byte = [&](std::size_t i) { return std::to_integer<unsigned>(frame.meta[i]); };
    if (desc.length != frame.bytes.size() || desc.flags != byte(2) || desc.vlan_tag != (byte(3) | byte(4) << 8) ||
        desc.l3_offset != byte(5) || desc.l4_offset != byte(6) || desc.protocol != byte(7) || desc.reserved != 0) {
      harness_.fail("a descriptor that says something else than its frame's description");
    }
  }

  std::uint32_t log2_;
  std::uint32_t head_;     // entries taken
  std::size_t seen_ = 0;   // entries seen and not yet given back
  std::size_t taken_ = 0;  // seen in all
  std::size_t dropped_ = 0, filled_ = 0;
  bool held_ = false;
  std::vector<Frame> sent_;
  std::vector<std::uint64_t> order_;
};

class SlowRxQueue : public test::MemoryGrid {};

template <class Top>
void mixed_traffic(const test::MemoryCase& c, std::uint32_t first, std::uint32_t log2) {
  RxBench<Top> rx(c, first, log2);
  for (int i = 0; i < 300; ++i) {
    rx.send(i % 3 == 0 ? 14 + rx.random.below(9005) : 14 + rx.random.below(200));
  }
  ASSERT_TRUE(rx.finish(400'000)) << rx.taken() << " taken, " << rx.dropped() << " dropped";
  EXPECT_EQ(rx.filled(), rx.taken());
  EXPECT_EQ(rx.dut().stat_slow_rx_tail, static_cast<std::uint32_t>(first + rx.taken()));
  EXPECT_GE(rx.taken(), 2u);
}

TEST_P(SlowRxQueue, EveryFrameIsWholeInMemoryBeforeItsDescriptorOrDropped) {
  for (const std::uint32_t log2 : {1u, 3u, 6u}) mixed_traffic<Vhost_if>(GetParam(), 0, log2);
}

TEST_P(SlowRxQueue, CountersWrap) { mixed_traffic<Vhost_if_wrapping>(GetParam(), 0xFFFF'FFE0, 5); }

TEST_P(SlowRxQueue, DropsNothingWhileThereIsRoom) {
  RxBench<Vhost_if> rx(GetParam(), 0, 9);
  for (int i = 0; i < 400; ++i) rx.send(14 + rx.random.below(300));
  ASSERT_TRUE(rx.finish(100'000));
  EXPECT_EQ(rx.dropped(), 0u);
  EXPECT_EQ(rx.taken(), 400u);
}

TEST_P(SlowRxQueue, DropsWholeFramesWhenFullAndStallsNobody) {
  RxBench<Vhost_if> rx(GetParam(), 0, 3);
  rx.hold(true);
  for (int i = 0; i < 20; ++i) rx.send(1000);
  ASSERT_TRUE(rx.bench.run_until([&] { return rx.frames.sent() == 20 && rx.taken() == 8; }, 20'000));
  rx.bench.run(1000);
  EXPECT_EQ(rx.taken(), 8u);
  EXPECT_EQ(rx.dropped(), 12u);

  rx.hold(false);
  rx.bench.run(200);
  for (int i = 0; i < 4; ++i) rx.send(100);
  ASSERT_TRUE(rx.finish(20'000));
  EXPECT_EQ(rx.order(), (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5, 6, 7, 20, 21, 22, 23}));
}

TEST_P(SlowRxQueue, WritesNoCompletionWithoutAnAddress) {
  RxBench<Vhost_if> rx(GetParam(), 0, 4);
  rx.dut().cfg_completion = 0;
  rx.send(60);
  ASSERT_TRUE(rx.bench.run_until([&] { return rx.dut().stat_slow_rx_tail == 1; }, 5000));
  EXPECT_EQ(rx.taken(), 1u);
  rx.bench.run(1000);
  EXPECT_EQ(rx.completion().slow_rx_tail, 0u);
  EXPECT_EQ(rx.space.dump(0, 64), std::vector<std::byte>(64));
}

TEST_P(SlowRxQueue, BusErrorStopsAtTheFailedFrame) {
  RxBench<Vhost_if> rx(GetParam(), 0, 4);
  rx.space.forbid(test::kRxBuf + 2ull * contract::kSlowRxSlotBytes, 64);
  for (int i = 0; i < 6; ++i) rx.send(100);
  ASSERT_TRUE(rx.bench.run_until([&] { return rx.dut().stat_bus_error != 0; }, 5000));
  rx.bench.run(2000);
  EXPECT_LE(rx.taken(), 2u);
  EXPECT_EQ(rx.dut().stat_bus_error, 1);
}

FLUE_MEMORY_GRID(SlowRxQueue);

// Counted cycles with ideal memory.
class SlowRxQueueSpeed : public test::MemoryGrid {};

TEST_P(SlowRxQueueSpeed, SmallFrames) {
  RxBench<Vhost_if> rx(GetParam(), 0, 12);
  for (int i = 0; i < 1000; ++i) rx.send(64);
  const std::uint64_t start = rx.bench.cycle();
  ASSERT_TRUE(rx.bench.run_until([&] { return rx.frames.sent() == 1000; }, 20'000));
  EXPECT_LE(rx.bench.cycle() - start, 2u * 1000u + 250u);  // with its descriptors and records
  ASSERT_TRUE(rx.finish(20'000));
  EXPECT_EQ(rx.dropped(), 0u);
  EXPECT_LE(rx.memory.counters().write_bursts, 1300u);  // descriptors go together
}

FLUE_MEMORY_RESETS(SlowRxQueueSpeed, sim::kIdealMemory);

// The memory of the shell, 573 beats per 1000 cycles: full frames fill all of them.
class SlowRxQueueHost : public test::MemoryGrid {};

TEST_P(SlowRxQueueHost, FullFramesAtTheRateOfTheMemory) {
  RxBench<Vhost_if> rx(GetParam(), 0, 12);
  for (int i = 0; i < 500; ++i) rx.send(1514);
  const std::uint64_t start = rx.bench.cycle();
  ASSERT_TRUE(rx.finish(60'000));
  const std::uint64_t beats = rx.memory.counters().write_beats;
  EXPECT_EQ(rx.dropped(), 0u);
  EXPECT_LE(beats, 500u * 26u);                                    // 24 for a frame, 1 for its descriptor, records
  EXPECT_LE(rx.bench.cycle() - start, beats * 1000 / 573 + 1500);  // and a microsecond for each of the three steps
}

FLUE_MEMORY_RESETS(SlowRxQueueHost, sim::kHostMemory);

}  // namespace
}  // namespace flue
