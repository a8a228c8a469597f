#include "tests/hw/top/core_bench.h"
#include "tests/hw/tx/tx_entry.h"
#include "tests/support/requirement.h"

namespace flue {
namespace {

using contract::Counter;
using contract::DropReason;

class FlueCore : public test::CoreTest {
 protected:
  using Frame = std::vector<std::byte>;

  // Good for this host, not for it, or damaged.
  Frame random_frame() {
    constexpr std::array kDestinations = {test::kOwnMac, test::kOwnMac, test::kBroadcastMac, test::kJoinedMac,
                                          test::kPeerMac};
    constexpr std::array kProtocols = {wire::kProtocolTcp, wire::kProtocolUdp, wire::kProtocolIcmp,
                                       wire::kProtocolIgmp};
    test::FrameSpec spec{.destination = kDestinations[random.below(kDestinations.size())],
                         .tagged = random.below(4) == 0,
                         .protocol = kProtocols[random.below(kProtocols.size())],
                         .data = random.below(1400)};
    Frame frame = test::make_frame(spec, random);
    if (random.below(6) == 0) frame[14 + random.below(frame.size() - 14)] ^= std::byte{0x10};
    return frame;
  }
  Frame good_frame(std::size_t data) { return test::make_frame({.data = data}, random); }

  // Queues a frame for the MAC; fates_ says what must become of it.
  void arrive(const Frame& frame, bool mac_error = false) {
    wire_in.send(frame, mac_error ? 1 : 0);
    bytes_ += frame.size();
    const DropReason fate = mac_error ? DropReason::kMacError : test::judge(frame).reason;
    ++fates_[fate];
    ++arrived_;
    if (fate == DropReason::kNone) good_.push_back(frame);
  }

  void collect() {
    for (auto& received : driver.receive()) received_.push_back(std::move(received.frame));
  }

  // Frames in = frames in host memory + drops by reason.
  void expect_every_frame_accounted() {
    EXPECT_EQ(counter(Counter::kRxFrames), arrived_);
    EXPECT_EQ(counter(Counter::kRxBytes), bytes_);
    EXPECT_EQ(counter(Counter::kSlowRxFrames), received_.size());
    EXPECT_EQ(received_.size() + all_drops(), arrived_);
  }

  // `received_` is `good_`, in order, with some left out.
  void expect_received_whole_and_in_order() {
    auto next = good_.begin();
    for (const Frame& frame : received_) {
      next = std::find(next, good_.end(), frame);
      ASSERT_TRUE(next != good_.end()) << "a frame of " << frame.size() << " bytes that was not sent, or not in order";
      ++next;
    }
  }

  void expect_sent(const std::vector<test::TxEntry>& entries) {
    std::uint64_t bytes = 0;
    std::uint64_t frames = 0;
    for (const test::TxEntry& entry : entries) {
      for (const Frame& want : entry.frames) {
        ASSERT_GT(wire_out.size(), 0u) << "frame " << frames << " did not come";
        ASSERT_EQ(wire_out.take().data, want) << "frame " << frames;
        ++frames;
        bytes += want.size();
      }
    }
    EXPECT_EQ(wire_out.size(), 0u);
    EXPECT_EQ(counter(Counter::kTxFrames), frames);
    EXPECT_EQ(counter(Counter::kTxBytes), bytes);
    EXPECT_EQ(counter(Counter::kSlowTxEntries), entries.size());
    EXPECT_EQ(*read(contract::kRegSlowTxHead), entries.size());
    EXPECT_EQ(driver.completion().slow_tx_head, entries.size());
  }

  std::vector<test::TxEntry> random_entries(std::size_t count) {
    std::vector<test::TxEntry> entries;
    for (std::size_t i = 0; i < count; ++i) entries.push_back(test::random_entry(random));
    return entries;
  }
  void send(const std::vector<test::TxEntry>& entries) {
    for (const test::TxEntry& entry : entries) driver.send(entry.memory, entry.descriptor);
    driver.ring();
  }

  std::map<DropReason, std::uint64_t> fates_;
  std::vector<Frame> good_, received_;
  std::uint64_t arrived_ = 0, bytes_ = 0;
};

TEST_P(FlueCore, EveryFrameIsInHostMemoryOrCountedByReason) {
  REQUIREMENT("LINK-08", "LINK-20", "IP-24", "TCP-SETUP-02");
  start();
  for (int batch = 0; batch < 12; ++batch) {
    for (int i = 0; i < 20; ++i) arrive(random_frame(), random.below(20) == 0);
    settle();
    collect();
  }
  EXPECT_EQ(received_, good_);
  for (std::size_t i = 1; i < contract::kDropReasonCount; ++i) {
    const auto reason = static_cast<DropReason>(i);
    EXPECT_EQ(drops(reason), fates_[reason]) << "reason " << i;
  }
  expect_every_frame_accounted();
  EXPECT_EQ(driver.completion().slow_rx_tail, received_.size());
}

TEST_P(FlueCore, LosesWholeFramesOnlyWhenTheHostIsTooSlow) {
  start();
  for (int i = 0; i < 1500; ++i) arrive(good_frame(random.below(1400)));
  settle();  // nobody has taken anything: as many are there as the queue has entries
  collect();
  EXPECT_EQ(received_.size(), test::BareDriver::kEntries);
  EXPECT_EQ(drops(DropReason::kSlowRxFull) + drops(DropReason::kBufferFull), arrived_ - received_.size());
  expect_received_whole_and_in_order();
  expect_every_frame_accounted();

  arrive(good_frame(1000));  // and it goes on
  settle();
  collect();
  EXPECT_EQ(received_.size(), test::BareDriver::kEntries + 1);
  EXPECT_EQ(received_.back(), good_.back());
}

TEST_P(FlueCore, SendsWhatTheHostDescribes) {
  REQUIREMENT("TCP-SETUP-17");
  start();
  const auto entries = random_entries(100);
  send(entries);
  settle(2'000'000);
  expect_sent(entries);
  EXPECT_EQ(counter(Counter::kSlowTxBad), 0u);
}

TEST_P(FlueCore, BothWaysAtOnce) {
  start();
  const auto entries = random_entries(60);
  send(entries);
  for (int batch = 0; batch < 8; ++batch) {
    for (int i = 0; i < 15; ++i) arrive(random_frame());
    bench.run(2000);
    collect();
  }
  settle(2'000'000);
  collect();
  expect_sent(entries);
  expect_received_whole_and_in_order();
  expect_every_frame_accounted();
}

TEST_P(FlueCore, CountsWhatComesWhileDisabled) {
  start(contract::kControlTxEnable);
  for (int i = 0; i < 10; ++i) arrive(good_frame(100));
  settle();
  EXPECT_EQ(drops(DropReason::kDisabled), 10u);
  EXPECT_EQ(counter(Counter::kSlowRxFrames), 0u);
}

TEST_P(FlueCore, InterruptsForFramesBothWays) {
  start();
  ASSERT_TRUE(write(contract::kRegIer, 3));
  ASSERT_TRUE(write(contract::kRegGie, 1));
  EXPECT_EQ(dut.__SYM__interrupt, 0);
  arrive(good_frame(100));
  settle();
  EXPECT_EQ(dut.__SYM__interrupt, 1);
  EXPECT_EQ(*read(contract::kRegIsr), 1u);
  ASSERT_TRUE(write(contract::kRegIsr, 1));
  send({test::raw_entry(random, 60, 100)});
  settle();
  EXPECT_EQ(*read(contract::kRegIsr), 2u);
}

TEST_P(FlueCore, ABusErrorStopsTheCardAndNeverTheMac) {
  start();
  ASSERT_TRUE(write(contract::kRegControl, 0));
  ASSERT_TRUE(write(contract::kRegSlowRxBufHi, 0x7FFF));
  ASSERT_TRUE(write(contract::kRegControl, contract::kControlRxEnable));
  ASSERT_TRUE(write(contract::kRegIer, 4));
  ASSERT_TRUE(write(contract::kRegGie, 1));
  for (int i = 0; i < 200; ++i) arrive(good_frame(1000));
  settle();
  EXPECT_EQ(*read(contract::kRegStatus) & contract::kStatusBusError, contract::kStatusBusError);
  EXPECT_EQ(dut.__SYM__interrupt, 1);
  EXPECT_EQ(*read(contract::kRegSlowRxTail), 0u);
  EXPECT_EQ(counter(Counter::kRxFrames), 200u);
  EXPECT_GT(drops(DropReason::kBufferFull), 100u);
}

INSTANTIATE_TEST_SUITE_P(Grid, FlueCore,
                         ::testing::Values(test::CoreCase{1}, test::CoreCase{2},
                                           test::CoreCase{1, sim::kHostMemory, sim::kSteady, sim::kBursty},
                                           test::CoreCase{2, sim::kHostMemory, sim::kBursty, sim::kSlow},
                                           test::CoreCase{1, sim::kHostileMemory, sim::kBursty, sim::kBursty},
                                           test::CoreCase{2, sim::kHostileMemory, sim::kSteady, sim::kSteady}),
                         test::core_case_name);

// --- Speed. HOST[0] of a real shell takes 88 Gb/s, less than the wire brings: then the bus is what is busy.
class FlueCoreSpeed : public FlueCore {
 protected:
  // Of a full frame of 1,514 bytes, on a wire of 100 Gb/s at 300 MHz.
  static constexpr std::uint64_t kWireCycles = 37;
  // Its 24 beats, its descriptor and a Completion.
  static constexpr std::uint64_t kBusBeats = 26;
};

TEST_P(FlueCoreSpeed, ReceivesFullFramesAtLineRateOrThatOfHostMemory) {
  start();
  const std::uint64_t start = bench.cycle();
  for (int i = 0; i < 100; ++i) {
    arrive(good_frame(1460));
    bench.run(kWireCycles);
  }
  settle();
  collect();
  EXPECT_EQ(received_.size(), 100u);
  EXPECT_EQ(all_drops(), 0u);
  const std::uint64_t frame_cycles = std::max(kWireCycles, kBusBeats * 1000 / GetParam().memory.beats_per_1000);
  EXPECT_LT(bench.cycle() - start, 100 * frame_cycles + 1500) << "the last frame has to wait for its answers";
}

TEST_P(FlueCoreSpeed, SendsLargeFramesAtTheRateOfHostMemory) {
  start();
  std::vector<test::TxEntry> entries;
  for (int i = 0; i < 8; ++i) entries.push_back(test::tcp_entry(random, {.payload = 43 * 1460, .mss = 1460}));
  const std::uint64_t start = bench.cycle();
  send(entries);
  settle();
  const std::uint64_t frames = wire_out.size();
  EXPECT_EQ(frames, 8u * 43);
  const std::uint64_t beats = bus.counters().read_beats;
  const std::uint64_t least = beats * 1000 / GetParam().memory.beats_per_1000;
  EXPECT_LT(bench.cycle() - start, least * 11 / 10 + 1500) << beats << " beats";
}

INSTANTIATE_TEST_SUITE_P(Speed, FlueCoreSpeed,
                         ::testing::Values(test::CoreCase{1, sim::kHostMemory}, test::CoreCase{2, sim::kIdealMemory}),
                         test::core_case_name);

}  // namespace
}  // namespace flue
