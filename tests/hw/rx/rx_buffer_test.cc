#include <Vrx_buffer.h>

#include <cstring>
#include <deque>

#include "host/contract/flue_contract.h"
#include "sim/verilated/stream_sink.h"
#include "tests/hw/rx/frames.h"
#include "tests/support/rtl_test.h"

namespace flue {
namespace {

using contract::DropReason;

// rx_buffer with 16 beats of room.
class RxBuffer : public test::RtlGrid {
 protected:
  static constexpr std::size_t kBeats = 16;

  test::RtlBench<Vrx_buffer> bench{GetParam().reset_seed};
  sim::StreamSink metas{bench, FLUE_STREAM(bench.dut(), m_meta), "m_meta", GetParam().sink, test::seed() + 1};
  sim::StreamSink frames{bench, FLUE_STREAM(bench.dut(), m_frame), "m_frame", GetParam().sink, test::seed() + 2};
  sim::GapGenerator gaps{GetParam().source, test::seed()};
  SeededRandom random = test::random_stream();
  std::deque<DropReason> drops;

  void SetUp() override {
    bench.dut().s_valid = 0;
    bench.reset();
  }

  // The number of the oldest frame that came out.
  [[nodiscard]] std::uint32_t first_number() const {
    std::uint32_t number = 0;
    std::memcpy(&number, metas.packets().front().data.data(), sizeof number);
    return number;
  }
  void step() {
    bench.step();
    if (bench.dut().stat_drop_valid) drops.push_back(static_cast<DropReason>(bench.dut().stat_drop_reason));
  }
  void run(int cycles) {
    for (int i = 0; i < cycles; ++i) step();
  }

  // Puts a frame in; `number` is its metadata.
  void put(Bytes frame, DropReason reason, std::uint32_t number) {
    Vrx_buffer& dut = bench.dut();
    for (std::size_t at = 0; at < frame.size(); at += 64) {
      while (!gaps.next()) step();
      const std::size_t size = std::min<std::size_t>(64, frame.size() - at);
      sim::Pin data = FLUE_PIN(dut, s_data);
      std::ranges::copy(frame.subspan(at, size), data.bytes().begin());
      dut.s_valid = 1;
      dut.s_last = at + size == frame.size();
      dut.s_last_byte = static_cast<std::uint8_t>(size - 1);
      dut.s_reason = static_cast<std::uint8_t>(reason);
      FLUE_PIN(dut, s_meta).set(number);
      step();
      dut.s_valid = 0;
    }
  }
};

TEST_P(RxBuffer, GivesOutWantedFramesAndReportsTheOthers) {
  std::deque<std::pair<std::uint32_t, std::vector<std::byte>>> wanted;
  std::size_t given = 0;
  std::size_t full = 0;
  std::size_t refused = 0;
  for (std::uint32_t number = 1; number <= 2000; ++number) {
    const std::vector<std::byte> frame =
        test::random_bytes(random, 1 + random.below(random.below(8) == 0 ? 1500 : 300));
    const bool refuse = random.below(4) == 0;
    put(frame, refuse ? DropReason::kBadTcpSum : DropReason::kNone, number);
    wanted.emplace_back(number, frame);
    // Now and then the host sleeps, or catches up.
    if (random.below(20) == 0) frames.hold(random.below(2) == 0);
    if (random.below(20) == 0) run(static_cast<int>(random.below(60)));
    refused += refuse ? 1 : 0;
  }
  frames.hold(false);
  for (int i = 0; i < 500 && bench.dut().stat_idle == 0; ++i) step();
  ASSERT_EQ(bench.dut().stat_idle, 1);
  ASSERT_EQ(metas.size(), frames.size());
  for (const DropReason reason : drops) full += reason == DropReason::kBufferFull ? 1 : 0;
  EXPECT_EQ(drops.size() - full, refused);
  EXPECT_EQ(drops.size() + frames.size(), 2000u);
  EXPECT_GT(full, 10u);
  EXPECT_GT(frames.size(), 200u);
  for (const auto& [number, frame] : wanted) {
    if (frames.packets().empty()) break;
    if (first_number() != number) continue;
    EXPECT_EQ(frames.take().data, frame);
    metas.take();
    ++given;
  }
  EXPECT_TRUE(frames.packets().empty()) << given << " came in order";
}

FLUE_RTL_GRID(RxBuffer);

class RxBufferOnce : public RxBuffer {};

// 16 beats and what has been read ahead of them: a frame that does not fit leaves no trace, one that does is whole.
TEST_P(RxBufferOnce, HoldsWhatItHasRoomForAndLosesOnlyWholeFrames) {
  frames.hold(true);
  const std::vector<std::byte> four_beats = test::random_bytes(random, 256);
  for (std::uint32_t i = 0; i < 5; ++i) put(four_beats, DropReason::kNone, i);
  run(5);
  EXPECT_TRUE(drops.empty());  // 4 beats stand in the queue at the output
  put(four_beats, DropReason::kNone, 5);
  put(test::random_bytes(random, 64), DropReason::kNone, 6);
  put(four_beats, DropReason::kBadUdpSum, 7);
  run(5);
  const std::deque<DropReason> wanted = {DropReason::kBufferFull, DropReason::kBufferFull, DropReason::kBadUdpSum};
  EXPECT_EQ(drops, wanted);
  frames.hold(false);
  run(40);
  ASSERT_EQ(frames.size(), 5u);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(frames.take().data, four_beats);
  put(four_beats, DropReason::kNone, 8);
  run(20);
  EXPECT_EQ(frames.size(), 1u);
}

TEST_P(RxBufferOnce, OffersNoBeatBeforeItsMetadataIsTaken) {
  metas.hold(true);
  put(test::random_bytes(random, 100), DropReason::kNone, 1);
  put(test::random_bytes(random, 100), DropReason::kNone, 2);
  run(20);
  EXPECT_EQ(frames.beats(), 0u);
  EXPECT_EQ(bench.dut().m_frame_tvalid, 0);
  metas.hold(false);
  run(10);
  EXPECT_EQ(frames.size(), 2u);
}

FLUE_RTL_RESETS(RxBufferOnce);

}  // namespace
}  // namespace flue
