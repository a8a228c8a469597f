#include <gtest/gtest.h>

#include "tests/hw/tx/tx_bench.h"
#include "tests/support/requirement.h"

namespace flue {
namespace {

using contract::SlowTxDescriptor;
using test::Frame;
using test::TxEntry;
using test::TxShape;

class TxPath : public test::RtlGrid {
 protected:
  test::RtlBench<Vtx_path> rtl{GetParam().reset_seed};
  test::TxBench bench{rtl, GetParam().source, GetParam().sink};
  SeededRandom random = test::random_stream();
};

TEST_P(TxPath, SendsAnyMixOfEntries) {
  REQUIREMENT("LINK-20", "TCP-SETUP-17");
  for (int i = 0; i < 150; ++i) bench.send(test::random_entry(random));
  bench.finish();
}

TEST_P(TxPath, JoinsEveryHeaderLengthWithEveryEndOfThePayload) {
  for (std::uint16_t header = 14; header <= contract::kTxHeaderMax; ++header) {
    for (const std::size_t payload : {0, 1, 63, 64, 65}) bench.send(test::raw_entry(random, header, payload));
    bench.send(test::raw_entry(random, header, random.below(400)));
  }
  bench.finish();
}

TEST_P(TxPath, SkipsBadEntriesAndReportsThem) {
  const std::vector<void (*)(SlowTxDescriptor&)> faults = {
      [](SlowTxDescriptor& d) { d.opcode = 0; },
      [](SlowTxDescriptor& d) { d.opcode = 2; },
      [](SlowTxDescriptor& d) { d.header_length = 13; },
      [](SlowTxDescriptor& d) { d.header_length = contract::kTxHeaderMax + 1; },
      [](SlowTxDescriptor& d) { d.header_length = 0x100 + 54; },
      [](SlowTxDescriptor& d) { d.length = d.header_length - 1u; },
      [](SlowTxDescriptor& d) { d.length = 0; },
      [](SlowTxDescriptor& d) { d.length = contract::kMaxFrame + 1; },
      [](SlowTxDescriptor& d) { d.length |= 0x10000; },
      // Each of these is wrong in one thing only.
      [](SlowTxDescriptor& d) { d.l3_offset = 12, d.l4_offset = 32; },
      [](SlowTxDescriptor& d) { d.l3_offset = 15, d.l4_offset = 35, d.header_length = 60; },
      [](SlowTxDescriptor& d) { d.l3_offset = 16, d.l4_offset = 38, d.header_length = 60; },
      [](SlowTxDescriptor& d) { d.l4_offset = d.l3_offset; },
      [](SlowTxDescriptor& d) { d.l4_offset = 14 + 16; },
      [](SlowTxDescriptor& d) { d.l4_offset = 14 + 64, d.header_length = 128, d.length = 500; },
      [](SlowTxDescriptor& d) { d.l4_offset = 14 + 60; },
      [](SlowTxDescriptor& d) { d.header_length = 14 + 20 + 19; },
      [](SlowTxDescriptor& d) { d.flags |= contract::kTxFlagUdpSum; },
      [](SlowTxDescriptor& d) { d.flags = 0xFF; },
      [](SlowTxDescriptor& d) { d.mss = 100, d.flags = contract::kTxFlagTcpSum; },
      [](SlowTxDescriptor& d) { d.mss = 100, d.flags = contract::kTxFlagIpv4Sum; },
      [](SlowTxDescriptor& d) { d.mss = 100, d.flags = contract::kTxFlagIpv4Sum | contract::kTxFlagIcmpSum; },
      [](SlowTxDescriptor& d) { d.mss = contract::kMaxFrame, d.length = 20'000; },
  };
  for (const auto fault : faults) {
    TxEntry bad = test::tcp_entry(random, {.payload = 1 + random.below(1460)});
    fault(bad.descriptor);
    bad.frames.clear();
    bench.send(std::move(bad));
    bench.send(test::tcp_entry(random, {.payload = random.below(100)}));
  }
  bench.finish();
  EXPECT_EQ(bench.bad(), faults.size());
}

FLUE_RTL_GRID(TxPath);

// What takes long, with steady neighbours.
class TxPathSweep : public TxPath {};

TEST_P(TxPathSweep, FillsInTheTcpChecksumForEveryPayloadLength) {
  REQUIREMENT("TCP-SETUP-02", "IP-24", "LINK-20");
  for (std::size_t payload = 0; payload <= 1460; ++payload) {
    bench.send(test::tcp_entry(random, {.payload = payload, .timestamps = payload % 3 == 0}));
  }
  bench.finish(100);
}

TEST_P(TxPathSweep, FillsInChecksumsWhereverTheHeaderEnds) {
  for (std::uint16_t header = 34 + 20; header <= contract::kTxHeaderMax; ++header) {
    for (const std::size_t payload : {100u, 101u, 1200u + header}) {
      bench.send(test::tcp_entry(random, {.payload = payload, .header_length = header}));
      bench.send(test::udp_entry(random, {.payload = payload, .header_length = header}));
      bench.send(test::icmp_entry(random, {.payload = payload, .header_length = header}));
    }
  }
  bench.finish(100);
}

TEST_P(TxPathSweep, FindsTheHeadersBehindTagSnapAndOptions) {
  for (std::size_t options = 0; options <= 40; options += 4) {
    for (const bool tagged : {false, true}) {
      for (const bool snap : {false, true}) {
        TxShape shape{.payload = random.below(1300), .ip_options = options, .tagged = tagged, .snap = snap};
        bench.send(test::tcp_entry(random, shape));
        bench.send(test::icmp_entry(random, shape));
        bench.send(test::udp_entry(random, shape));
        shape.snap = false;
        shape.mss = 700;
        bench.send(test::tcp_entry(random, shape));
      }
    }
  }
  bench.finish(100);
}

TEST_P(TxPathSweep, SendsAllOnesForAUdpChecksumOfZero) {
  for (std::size_t payload = 2; payload < 200; ++payload) bench.send(test::udp_zero_entry(random, payload));
  bench.finish(100);
}

TEST_P(TxPathSweep, InsertsATagIntoEveryKindOfFrame) {
  for (std::size_t payload = 0; payload < 300; ++payload) {
    const auto tag = static_cast<std::uint16_t>(random.next());
    bench.send(test::tcp_entry(random, {.payload = payload, .ip_options = 4 * (payload % 10), .vlan_tag = tag}));
    bench.send(test::udp_entry(random, {.payload = payload, .tagged = payload % 2 == 0, .vlan_tag = tag}));
    if (payload >= 86) {
      bench.send(test::icmp_entry(random, {.payload = payload, .vlan_tag = tag, .header_length = 128}));
    }
  }
  bench.send(test::tcp_entry(random, {.payload = 30'000, .mss = 1448, .timestamps = true, .vlan_tag = 7}));
  bench.finish(100);
}

TEST_P(TxPathSweep, CutsAnyPayloadToAnyMss) {
  REQUIREMENT("TCP-SETUP-17");
  for (int i = 0; i < 40; ++i) {
    const auto mss = static_cast<std::uint16_t>(1 + random.below(random.below(2) == 0 ? 200 : 8'900));
    bench.send(test::tcp_entry(random, {.payload = random.below(mss < 50 ? 500 : 30'000),
                                        .mss = mss,
                                        .timestamps = i % 2 == 0,
                                        .tcp_flags = static_cast<std::uint8_t>(i % 4 == 0 ? 0xFF : random.next())}));
    bench.send(test::udp_entry(random, {.payload = random.below(5'000), .mss = mss > 20 ? mss : std::uint16_t{20}}));
  }
  bench.finish(200);
}

TEST_P(TxPathSweep, CutsAtTheEdges) {
  constexpr std::size_t kHeader = 54;
  for (const std::size_t payload : {0u, 1u, 1459u, 1460u, 1461u, 2919u, 2920u, 2921u}) {
    bench.send(test::tcp_entry(random, {.payload = payload, .mss = 1460, .tcp_flags = 0xFF}));
  }
  bench.send(test::tcp_entry(random, {.payload = contract::kLsoMaxBytes - kHeader, .mss = 1460}));
  bench.send(test::tcp_entry(random, {.payload = contract::kLsoMaxBytes - kHeader, .mss = 8964}));
  bench.send(test::tcp_entry(random, {.payload = contract::kMaxFrame - kHeader}));
  bench.send(test::tcp_entry(random, {.payload = contract::kMaxFrame - kHeader - 4, .vlan_tag = 1}));
  bench.send(test::tcp_entry(random, {.payload = contract::kMaxFrame - kHeader, .mss = 0xFFFF}));
  TxEntry too_long = test::tcp_entry(random, {.payload = contract::kMaxFrame - kHeader - 3, .vlan_tag = 1});
  too_long.frames.clear();
  bench.send(std::move(too_long));
  bench.finish();
}

TEST_P(TxPathSweep, TakesNothingWhileItIsOffAndFinishesWhatItHas) {
  bench.send(test::tcp_entry(random, {.payload = 60'000, .mss = 1460}));
  ASSERT_TRUE(rtl.run_until([&] { return bench.mac.size() == 2; }));
  bench.enable(false);
  rtl.run(1);
  for (int i = 0; i < 5; ++i) bench.send(test::raw_entry(random, 60, 100));
  rtl.run(3'000);
  EXPECT_EQ(bench.done(), 1u);
  EXPECT_EQ(bench.mac.size(), 42u);
  EXPECT_EQ(rtl.dut().stat_idle, 1);
  bench.enable(true);
  bench.finish();
}

FLUE_RTL_RESETS(TxPathSweep);

// Cycles, with a memory and a MAC that are always willing.
class TxPathSpeed : public test::RtlGrid {
 protected:
  test::RtlBench<Vtx_path> rtl{GetParam().reset_seed};
  test::TxBench bench{rtl, sim::kSteady, sim::kSteady, 300};  // 1 us at 300 MHz
  SeededRandom random = test::random_stream();

  // Cycles from the first frame's last beat to the last frame's, all frames alike.
  std::uint64_t cycles_of(std::size_t frames) {
    if (!rtl.run_until([&] { return bench.mac.size() == frames; })) return 0;
    return bench.mac.packets().back().last_cycle - bench.mac.packets().front().last_cycle;
  }
};

TEST_P(TxPathSpeed, AFullSegmentEach24Cycles) {
  constexpr std::size_t kFrames = 200;
  for (std::size_t i = 0; i < kFrames; ++i) bench.send(test::tcp_entry(random, {.payload = 1460}));
  EXPECT_EQ(cycles_of(kFrames), (kFrames - 1) * 24);
  bench.finish();
}

TEST_P(TxPathSpeed, AFullSegmentOfALargeFrameEach24Cycles) {
  constexpr std::size_t kFrames = 4 * 44;
  for (std::size_t i = 0; i < 4; ++i) {
    bench.send(test::tcp_entry(random, {.payload = 44 * 1460, .mss = 1460}));
  }
  EXPECT_EQ(cycles_of(kFrames), (kFrames - 1) * 24);
  bench.finish();
}

TEST_P(TxPathSpeed, ASmallFrameEach2Cycles) {
  constexpr std::size_t kFrames = 20;  // as many as reads of two commands each fit into the microsecond
  for (std::size_t i = 0; i < kFrames; ++i) bench.send(test::tcp_entry(random, {.payload = 6}));
  EXPECT_LE(cycles_of(kFrames), (kFrames - 1) * 2);
  bench.finish();
}

TEST_P(TxPathSpeed, MoreThan20KilobytesOfReadsUnderWay) {
  bench.memory.hold(true);
  bench.send(test::tcp_entry(random, {.payload = 60'000, .mss = 1460}));
  rtl.run(200);
  EXPECT_GE(bench.memory.bytes_asked(), 20u * 1024);
  bench.memory.hold(false);
  bench.finish();
}

FLUE_RTL_RESETS(TxPathSpeed);

}  // namespace
}  // namespace flue
