#include <Vrx_path___024root.h>

#include <map>

#include "tests/hw/rx/rx_bench.h"
#include "tests/support/requirement.h"

namespace flue {
namespace {

using contract::DropReason;
using test::FrameSpec;

class RxPath : public test::RxPathTest {
 protected:
  FrameSpec random_spec() {
    constexpr std::array kProtocols = {wire::kProtocolTcp,  wire::kProtocolTcp,  wire::kProtocolUdp,
                                       wire::kProtocolIcmp, wire::kProtocolIgmp, std::uint8_t{47}};
    constexpr std::array kDestinations = {test::kOwnMac,       test::kOwnMac,    test::kOwnMac,
                                          test::kBroadcastMac, test::kJoinedMac, test::kPeerMac};
    FrameSpec spec;
    spec.destination = kDestinations[random.below(kDestinations.size())];
    spec.tagged = random.below(3) == 0;
    spec.snap = random.below(4) == 0;
    spec.option_words = random.below(3) == 0 ? random.below(11) : 0;
    spec.protocol = kProtocols[random.below(kProtocols.size())];
    spec.data = random.below(4) == 0 ? random.below(1400) : random.below(120);
    spec.fragment_offset = random.below(8) == 0 ? 8 * random.below(100) : 0;
    spec.more_fragments = random.below(12) == 0;
    spec.udp_unsummed = random.below(4) == 0;
    spec.behind_udp = random.below(4) == 0 ? random.below(40) : 0;
    spec.padding = random.below(2) == 0 ? random.below(50) : 0;
    return spec;
  }

  // A frame with something wrong, often.
  std::vector<std::byte> random_frame() {
    if (random.below(20) == 0) return test::make_arp(test::kBroadcastMac, 14 + random.below(60), random);
    if (random.below(40) == 0) return test::random_bytes(random, 1 + random.below(20));
    std::vector<std::byte> frame = test::make_frame(random_spec(), random);
    switch (random.below(8)) {
      case 0:  // one bit, most often in the headers
        frame[random.below(random.below(2) == 0 ? frame.size() : std::min<std::size_t>(frame.size(), 80))] ^=
            std::byte{1} << random.below(8);
        break;
      case 1:
        frame.resize(1 + random.below(frame.size()));
        break;
      case 2:
        frame[14 + random.below(12)] = static_cast<std::byte>(random.next());
        break;
      default:
        break;
    }
    return frame;
  }

  // What became of the first frame still unchecked, held against what the host says of it.
  DropReason check_fate(const std::vector<std::byte>& frame) {
    const test::Verdict verdict = test::judge(frame);
    const std::uint64_t ended = reports.end_times.front();
    reports.end_times.pop_front();
    if (verdict.reason != DropReason::kNone) {
      EXPECT_FALSE(reports.drops.empty());
      if (reports.drops.empty()) return DropReason::kNone;
      const DropReason reason = take_drop();
      EXPECT_EQ(reason, verdict.reason);
      return reason;
    }
    const bool goes_on = !frames.packets().empty() && frames.packets().front().data == frame;
    if (!goes_on) {
      EXPECT_TRUE(verdict.link_broken && !reports.drops.empty());
      if (!reports.drops.empty()) {
        EXPECT_EQ(take_drop(), DropReason::kBadIpv4Header);
      }
      return DropReason::kNone;
    }
    const std::uint64_t meta_taken = metas.packets().front().last_cycle;
    EXPECT_LT(meta_taken, take_frame().first_cycle);
    std::uint64_t timestamp = 0;
    const test::RxMeta meta = take_meta(&timestamp);
    EXPECT_EQ(timestamp, ended);
    if (verdict.link_broken) {
      EXPECT_EQ(meta.flags & (contract::kRxFlagIpv4 | contract::kRxFlagL4Sum), 0u);
    } else {
      EXPECT_EQ(meta, verdict.meta);
    }
    return DropReason::kNone;
  }
};

// Frames come out and drops are reported in the order in which the frames came.
TEST_P(RxPath, AgreesWithTheHostOnEveryFrame) {
  REQUIREMENT("LINK-05", "LINK-08", "LINK-20", "IP-24", "TCP-SETUP-02");
  constexpr int kBatches = 40;
  std::map<DropReason, int> seen;
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;
  for (int batch = 0; batch < kBatches; ++batch) {
    std::vector<std::vector<std::byte>> sent_frames;
    // As many as the buffer holds, so that none is dropped for lack of room.
    for (std::size_t beats = 0; beats + 30 <= kBufferBeats; beats += (sent_frames.back().size() + 63) / 64) {
      send(sent_frames.emplace_back(random_frame()));
      bytes += sent_frames.back().size();
    }
    count += sent_frames.size();
    finish();
    for (const auto& frame : sent_frames) {
      ASSERT_NO_FATAL_FAILURE(++seen[check_fate(frame)]);
      ASSERT_FALSE(HasFailure()) << "batch " << batch << ", a frame of " << frame.size() << " bytes";
    }
  }
  EXPECT_EQ(reports.frames, count);
  EXPECT_EQ(reports.bytes, bytes);
  for (const DropReason reason : {DropReason::kNone, DropReason::kFiltered, DropReason::kRunt,
                                  DropReason::kBadIpv4Header, DropReason::kBadIpv4Sum, DropReason::kBadTcpSum,
                                  DropReason::kBadUdpSum, DropReason::kBadIcmpSum, DropReason::kBadIgmpSum}) {
    EXPECT_GE(seen[reason], 5) << "too few of reason " << static_cast<int>(reason);
  }
}

FLUE_RTL_GRID(RxPath);

// --- What needs no gaps
class RxPathOnce : public RxPath {};

TEST_P(RxPathOnce, TakesAFrameEachCycle) {
  constexpr std::size_t kFrames = 200;
  for (std::size_t i = 0; i < kFrames; ++i) send(test::make_frame({.data = 6}, random));  // 60 bytes
  finish();
  std::uint64_t first_out = 0;
  std::uint64_t last_out = 0;
  for (std::size_t i = 0; i < kFrames; ++i) {
    const sim::Packet packet = take_frame();
    if (i == 0) first_out = packet.first_cycle;
    last_out = packet.last_cycle;
  }
  EXPECT_EQ(wire.packets().back().last_cycle - wire.packets().front().first_cycle, kFrames - 1);
  EXPECT_EQ(last_out - first_out, kFrames - 1);
}

TEST_P(RxPathOnce, PassesABeatEachCycle) {
  constexpr std::size_t kFrames = 10;
  for (std::size_t i = 0; i < kFrames; ++i) send(test::make_frame({.data = 1460}, random));  // 1,514 bytes: 24 beats
  finish();
  std::uint64_t before = take_frame().last_cycle;
  for (std::size_t i = 1; i < kFrames; ++i) {
    const sim::Packet packet = take_frame();
    EXPECT_EQ(packet.first_cycle, before + 1);
    EXPECT_EQ(packet.last_cycle, before + 24);
    before = packet.last_cycle;
  }
}

TEST_P(RxPathOnce, LatencyIsThatOfTheHeaderComment) {
  for (const std::size_t data : {6u, 1460u}) {
    send(test::make_frame({.data = data}, random));
    finish();
    const std::uint64_t ended = wire.take().last_cycle;
    EXPECT_EQ(metas.packets().front().last_cycle - ended, 22u);
    take_meta();
    EXPECT_EQ(take_frame().first_cycle - ended, 23u);
  }
}

TEST_P(RxPathOnce, DropsWholeFramesWhenTheBufferIsFull) {
  frames.hold(true);
  std::vector<std::vector<std::byte>> all;
  for (int i = 0; i < 60; ++i) send(all.emplace_back(test::make_frame({.data = 100 + 10 * random.below(60)}, random)));
  ASSERT_TRUE(bench.run_until([&] { return reports.frames == all.size(); }));
  bench.run(10);
  const std::size_t dropped = reports.drops.size();
  EXPECT_GT(dropped, 5u);
  EXPECT_LT(dropped, 40u);
  frames.hold(false);
  finish();
  std::size_t gone_on = 0;
  for (const auto& frame : all) {
    if (!frames.packets().empty() && frames.packets().front().data == frame) {
      take_frame();
      ++gone_on;
    } else {
      ASSERT_EQ(static_cast<int>(take_drop()), static_cast<int>(DropReason::kBufferFull));
    }
  }
  EXPECT_EQ(gone_on + dropped, all.size());
  EXPECT_EQ(metas.size(), gone_on);
}

TEST_P(RxPathOnce, DropsWhatTheMacReportsAsBad) {
  REQUIREMENT("LINK-11");
  const std::vector<std::byte> frame = test::make_frame({.data = 300}, random);
  EXPECT_EQ(fate_of(frame, true), DropReason::kMacError);
  EXPECT_EQ(fate_of(frame), DropReason::kNone);
  bench.dut().cfg_promiscuous = 1;  // in any mode
  EXPECT_EQ(fate_of(frame, true), DropReason::kMacError);
}

TEST_P(RxPathOnce, DropsAllWhileReceptionIsOffAndWholeFramesWhenItIsSwitched) {
  const std::vector<std::byte> frame = test::make_frame({.data = 1000}, random);
  for (const bool before : {false, true}) {
    bench.dut().cfg_rx_enable = before ? 1 : 0;
    send(frame);
    bench.run(6);  // within the frame
    bench.dut().cfg_rx_enable = before ? 0 : 1;
    finish();
    if (before) {
      EXPECT_EQ(take_frame().data, frame);
      take_meta();
    } else {
      EXPECT_EQ(take_drop(), DropReason::kDisabled);
    }
  }
}

TEST_P(RxPathOnce, KnowsTheLongestAndTheShortestFrame) {
  std::vector<std::byte> frame = test::make_frame({.data = 8964, .padding = 12}, random);
  ASSERT_EQ(frame.size(), 9030u);
  for (const std::size_t size : {9030u, 9019u}) {
    frame.resize(size);
    EXPECT_EQ(fate_of(frame), DropReason::kTooLong) << size;
  }
  frame.resize(contract::kMaxFrame);
  EXPECT_EQ(fate_of(frame), DropReason::kNone);
  EXPECT_EQ(last_meta.flags, contract::kRxFlagIpv4 | contract::kRxFlagL4Sum);

  EXPECT_EQ(fate_of(test::make_arp(test::kOwnMac, 14, random)), DropReason::kNone);
  EXPECT_EQ(fate_of(Bytes(frame).first(13)), DropReason::kRunt);
  EXPECT_EQ(fate_of(Bytes(frame).first(1)), DropReason::kRunt);
}

// A frame without end fills the buffer and harms no other; its bytes are counted as far as 16 bits can.
TEST_P(RxPathOnce, SurvivesAFrameLongerThanTheBuffer) {
  const std::vector<std::byte> good = test::make_frame({.data = 1000}, random);
  send(good);
  send(test::random_bytes(random, 80'000));
  send(good);
  finish();
  EXPECT_EQ(take_frame().data, good);
  EXPECT_EQ(take_frame().data, good);
  EXPECT_EQ(take_drop(), DropReason::kTooLong);
  EXPECT_EQ(reports.bytes, 2 * good.size() + 65'472);
}

TEST_P(RxPathOnce, PromiscuousPassesWhateverCameWhole) {
  REQUIREMENT("LINK-11");
  std::vector<std::byte> frame = test::make_frame({.destination = test::kPeerMac, .data = 200}, random);
  EXPECT_EQ(fate_of(frame), DropReason::kFiltered);
  bench.dut().cfg_promiscuous = 1;
  EXPECT_EQ(fate_of(frame), DropReason::kNone);
  EXPECT_EQ(last_meta.flags, contract::kRxFlagIpv4 | contract::kRxFlagL4Sum);
  frame[100] ^= std::byte{1};  // TCP's checksum is wrong now
  EXPECT_EQ(fate_of(frame), DropReason::kNone);
  EXPECT_EQ(last_meta.flags, contract::kRxFlagIpv4);
  frame[20] ^= std::byte{1};  // IPv4's too
  EXPECT_EQ(fate_of(frame), DropReason::kNone);
  EXPECT_EQ(last_meta.flags, 0u);
}

// In idle cycles nothing changes but the time, so that a simulation may skip them.
TEST_P(RxPathOnce, IdleIsExact) {
  for (int i = 0; i < 20; ++i) send(random_frame());
  bench.run(3);
  EXPECT_EQ(bench.dut().stat_idle, 0);
  finish();
  bench.run(2);
  ASSERT_EQ(bench.dut().stat_idle, 1);
  const auto state = [&] {
    const auto root = std::as_bytes(std::span(bench.dut().rootp, 1));
    return std::vector(root.begin(), root.end());
  };
  bench.run(1);
  const std::vector<std::byte> before = state();
  bench.run(1);
  EXPECT_EQ(state(), before);
}

FLUE_RTL_RESETS(RxPathOnce);

}  // namespace
}  // namespace flue
