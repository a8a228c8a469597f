#include <Vcsr.h>

#include <array>
#include <map>
#include <string_view>
#include <vector>

#include "host/contract/flue_contract.h"
#include "sim/verilated/axi_lite_master.h"
#include "tests/support/rtl_test.h"

namespace flue::contract {
namespace {

class Csr : public test::RtlGrid {
 protected:
  test::RtlBench<Vcsr> bench{GetParam().reset_seed};
  sim::AxiLiteMaster master{bench, FLUE_AXI_LITE(bench.dut(), s_axil), GetParam().source, test::seed()};
  SeededRandom random = test::random_stream();

  void SetUp() override {
    no_events();
    Vcsr& dut = bench.dut();
    dut.stat_slow_rx_tail = dut.stat_slow_tx_head = 0;
    dut.stat_core_idle = dut.stat_bus_error = 0;
    bench.reset();
  }

  void no_events() {
    Vcsr& dut = bench.dut();
    dut.stat_rx_frame_valid = dut.stat_rx_drop_valid = dut.stat_slow_rx_frame_valid = dut.stat_slow_rx_full_valid = 0;
    dut.stat_tx_frame_valid = dut.stat_slow_tx_entry_valid = dut.stat_slow_tx_bad_valid = 0;
  }

  std::uint32_t read(std::uint32_t address) {
    const auto value = master.read(address);
    EXPECT_TRUE(value.has_value()) << "error response at " << address;
    return value.value_or(0xDEADDEAD);
  }
  void write(std::uint32_t address, std::uint32_t value) { EXPECT_TRUE(master.write(address, value)) << address; }
  std::uint64_t counter(std::size_t index) {
    const std::uint32_t low = read(static_cast<std::uint32_t>(kCounterBase + 8 * index));
    return std::uint64_t{read(static_cast<std::uint32_t>(kCounterBase + 8 * index + 4))} << 32 | low;
  }
  std::uint64_t counter(Counter which) { return counter(static_cast<std::size_t>(which)); }
  std::uint64_t drops(DropReason reason) {
    return counter(static_cast<std::size_t>(Counter::kRxDrop) + static_cast<std::size_t>(reason));
  }
};

struct Storage {
  std::uint32_t address;
  std::uint32_t mask;  // bits that exist
};

constexpr std::array kStorage = {
    Storage{kRegGie, 1},
    Storage{kRegIer, 7},
    Storage{kRegMacLo, ~0u},
    Storage{kRegMacHi, 0xFFFF},
    Storage{kRegMcastIndex, 0xF},
    Storage{kRegMcastLo, ~0u},
    Storage{kRegMcastHi, 0x1FFFF},
    Storage{kRegSlowRxDescLo, ~0u},
    Storage{kRegSlowRxDescHi, ~0u},
    Storage{kRegSlowRxBufLo, ~0u},
    Storage{kRegSlowRxBufHi, ~0u},
    Storage{kRegSlowRxHead, ~0u},
    Storage{kRegSlowTxDescLo, ~0u},
    Storage{kRegSlowTxDescHi, ~0u},
    Storage{kRegSlowTxTail, ~0u},
    Storage{kRegCompletionLo, ~0u},
    Storage{kRegCompletionHi, ~0u},
};

TEST_P(Csr, SaysWhatItIs) {
  EXPECT_EQ(read(kRegBlockType), kMagic);
  EXPECT_EQ(read(kRegContractVersion), kMajor << 16 | kMinor);
  EXPECT_EQ(read(kRegBuildId), 0x1234ABCDu);
  EXPECT_EQ(read(kRegCapabilities), kCapabilityRxChecksum | kCapabilityTxChecksum | kCapabilityLso | kCapabilityVlan);
}

TEST_P(Csr, StartsDisabledAndZero) {
  for (const Storage& reg : kStorage) EXPECT_EQ(read(reg.address), 0u) << reg.address;
  EXPECT_EQ(read(kRegControl), 0u);
  EXPECT_EQ(read(kRegIsr), 0u);
  EXPECT_EQ(bench.dut().cfg_rx_enable | bench.dut().cfg_tx_enable, 0);
  EXPECT_EQ(bench.dut().cfg_mcast_valid, 0);
}

TEST_P(Csr, KeepsEachRegisterApart) {
  std::map<std::uint32_t, std::uint32_t> expected;
  for (int round = 0; round < 10; ++round) {
    for (const Storage& reg : kStorage) {
      const auto value = static_cast<std::uint32_t>(random.next());
      write(reg.address, value);
      expected[reg.address] = value & reg.mask;
    }
    for (const auto& [address, value] : expected) ASSERT_EQ(read(address), value) << std::hex << address;
  }
}

TEST_P(Csr, ShowsSettingsToTheCard) {
  write(kRegMacLo, 0x44332211);
  write(kRegMacHi, 0x6655);
  write(kRegSlowRxDescLo, 0x1000);
  write(kRegSlowRxDescHi, 0x1);
  write(kRegSlowRxBufLo, 0x2000);
  write(kRegSlowRxBufHi, 0x2);
  write(kRegSlowRxLog2, 5);
  write(kRegSlowTxDescLo, 0x3000);
  write(kRegSlowTxDescHi, 0x3);
  write(kRegSlowTxLog2, 6);
  write(kRegCompletionLo, 0x4000);
  write(kRegCompletionHi, 0x4);
  write(kRegSlowRxHead, 77);
  write(kRegSlowTxTail, 88);
  write(kRegControl, kControlRxEnable | kControlPromiscuous);
  const Vcsr& dut = bench.dut();
  EXPECT_EQ(dut.cfg_mac, 0x665544332211u);
  EXPECT_EQ(dut.cfg_slow_rx_desc, 0x100001000u);
  EXPECT_EQ(dut.cfg_slow_rx_buf, 0x200002000u);
  EXPECT_EQ(dut.cfg_slow_rx_log2, 5);
  EXPECT_EQ(dut.cfg_slow_rx_head, 77u);
  EXPECT_EQ(dut.cfg_slow_tx_desc, 0x300003000u);
  EXPECT_EQ(dut.cfg_slow_tx_log2, 6);
  EXPECT_EQ(dut.cfg_slow_tx_tail, 88u);
  EXPECT_EQ(dut.cfg_completion, 0x400004000u);
  EXPECT_EQ(dut.cfg_rx_enable << 3 | dut.cfg_tx_enable << 2 | dut.cfg_promiscuous << 1 | dut.cfg_all_multicast, 0b1010);
  write(kRegControl, kControlTxEnable | kControlAllMulticast);
  EXPECT_EQ(dut.cfg_rx_enable << 3 | dut.cfg_tx_enable << 2 | dut.cfg_promiscuous << 1 | dut.cfg_all_multicast, 0b0101);
}

TEST_P(Csr, QueuesStandStillWhileTheCardIsAtWork) {
  constexpr std::array kQueue = {kRegSlowRxDescLo, kRegSlowRxDescHi, kRegSlowRxBufLo,  kRegSlowRxBufHi,
                                 kRegSlowRxLog2,   kRegSlowTxDescLo, kRegSlowTxDescHi, kRegSlowTxLog2,
                                 kRegCompletionLo, kRegCompletionHi};
  for (const std::uint32_t reg : kQueue) write(reg, 7);
  write(kRegControl, kControlTxEnable);
  for (const std::uint32_t reg : kQueue) {
    write(reg, 9);
    EXPECT_EQ(read(reg), 7u) << std::hex << reg;
  }
  write(kRegSlowTxTail, 9);  // the doorbells move on
  write(kRegSlowRxHead, 9);
  EXPECT_EQ(read(kRegSlowTxTail), 9u);
  EXPECT_EQ(read(kRegSlowRxHead), 9u);
  write(kRegControl, 0);
  for (const std::uint32_t reg : kQueue) write(reg, 9);
  for (const std::uint32_t reg : kQueue) EXPECT_EQ(read(reg), 9u) << std::hex << reg;
}

TEST_P(Csr, QueueSizesBecomeTheNearestPossible) {
  for (const std::uint32_t reg : {kRegSlowRxLog2, kRegSlowTxLog2}) {
    for (const auto& [written, kept] : {std::pair{0u, 1u}, {1u, 1u}, {12u, 12u}, {13u, 12u}, {16u, 12u}, {~0u, 12u}}) {
      write(reg, written);
      EXPECT_EQ(read(reg), kept) << written;
    }
  }
}

TEST_P(Csr, StoresAGroupAddressWhole) {
  Vcsr& dut = bench.dut();
  for (std::uint32_t i = 0; i < kMulticastEntries; ++i) {
    write(kRegMcastIndex, i);
    write(kRegMcastLo, 0x5E000100 + i);
    EXPECT_EQ(dut.cfg_mcast_valid, (1u << i) - 1) << "stored before McastHi";
    write(kRegMcastHi, 0x10000 | (0x0100 + i));
  }
  EXPECT_EQ(dut.cfg_mcast_valid, 0xFFFF);
  for (std::uint32_t i = 0; i < kMulticastEntries; ++i) {
    const Bytes group = sim::Pin(dut.cfg_mcast).bytes().subspan(6 * i, 6);
    const auto low = static_cast<std::byte>(i);
    EXPECT_EQ(std::vector(group.begin(), group.end()),
              (std::vector{low, std::byte{1}, std::byte{0}, std::byte{0x5E}, low, std::byte{1}}));
  }
  write(kRegMcastIndex, 3);
  write(kRegMcastHi, 0);
  EXPECT_EQ(dut.cfg_mcast_valid, 0xFFF7);
}

TEST_P(Csr, AnswersUnknownRegistersWithZeroAndIgnoresParts) {
  for (const std::uint32_t address :
       {0x0000u, 0x003Cu, 0x0080u, 0x00FCu, 0x0114u, 0x1038u, 0x103Cu, 0x10F8u, 0xFFFCu}) {
    write(address, ~0u);
    EXPECT_EQ(read(address), 0u) << std::hex << address;
  }
  write(kRegMacLo, 0x11223344);
  for (const std::uint32_t strobes : {0x0u, 0x1u, 0x7u, 0xEu}) {
    EXPECT_TRUE(master.write(kRegMacLo, ~0u, strobes));
    EXPECT_EQ(read(kRegMacLo), 0x11223344u);
  }
  write(kRegBlockType, 5);
  EXPECT_EQ(read(kRegBlockType), kMagic);
}

TEST_P(Csr, ShowsTheStateOfTheCard) {
  Vcsr& dut = bench.dut();
  dut.stat_slow_rx_tail = 0x12345678;
  dut.stat_slow_tx_head = 0x9ABCDEF0;
  dut.stat_core_idle = 1;
  EXPECT_EQ(read(kRegSlowRxTail), 0x12345678u);
  EXPECT_EQ(read(kRegSlowTxHead), 0x9ABCDEF0u);
  EXPECT_EQ(read(kRegStatus), kStatusIdle);
  dut.stat_core_idle = 0;
  dut.stat_bus_error = 1;
  EXPECT_EQ(read(kRegStatus), kStatusBusError);
}

TEST_P(Csr, CountsEveryEvent) {
  Vcsr& dut = bench.dut();
  std::map<std::size_t, std::uint64_t> expected;
  const auto count = [&](auto which, std::uint64_t by) { expected[static_cast<std::size_t>(which)] += by; };
  for (int i = 0; i < 2000; ++i) {
    const std::uint64_t bits = random.next();
    dut.stat_rx_frame_valid = bits & 1;
    dut.stat_rx_frame_bytes = bits >> 16 & 0xFFFF;
    dut.stat_rx_drop_valid = bits >> 1 & 1;
    dut.stat_rx_drop_reason = static_cast<std::uint8_t>(1 + random.below(kDropReasonCount - 1));
    dut.stat_slow_rx_frame_valid = bits >> 2 & 1;
    dut.stat_slow_rx_full_valid = dut.stat_rx_drop_reason != 13 && (bits >> 3 & 1);
    dut.stat_tx_frame_valid = bits >> 4 & 1;
    dut.stat_tx_frame_bytes = bits >> 32 & 0xFFFF;
    dut.stat_slow_tx_entry_valid = bits >> 5 & 1;
    dut.stat_slow_tx_bad_valid = bits >> 6 & 1;
    count(Counter::kRxFrames, dut.stat_rx_frame_valid);
    count(Counter::kRxBytes, dut.stat_rx_frame_valid ? dut.stat_rx_frame_bytes : 0);
    if (dut.stat_rx_drop_valid) count(16 + dut.stat_rx_drop_reason, 1);
    count(16 + 13, dut.stat_slow_rx_full_valid);
    count(Counter::kSlowRxFrames, dut.stat_slow_rx_frame_valid);
    count(Counter::kTxFrames, dut.stat_tx_frame_valid);
    count(Counter::kTxBytes, dut.stat_tx_frame_valid ? dut.stat_tx_frame_bytes : 0);
    count(Counter::kSlowTxEntries, dut.stat_slow_tx_entry_valid);
    count(Counter::kSlowTxBad, dut.stat_slow_tx_bad_valid);
    bench.step();
  }
  no_events();
  for (const auto& [which, value] : expected) EXPECT_EQ(counter(which), value) << which;
  EXPECT_EQ(drops(DropReason::kNone), 0u);
  for (std::size_t i = 7; i < 16; ++i) EXPECT_EQ(counter(i), 0u);
}

TEST_P(Csr, InterruptsWhenAnEnabledEventIsPending) {
  Vcsr& dut = bench.dut();
  dut.stat_slow_rx_tail = 1;
  bench.run(4);
  EXPECT_EQ(read(kRegIsr), 0u) << "not enabled";
  write(kRegIer, 7);
  dut.stat_slow_rx_tail = 2;
  bench.run(4);
  EXPECT_EQ(read(kRegIsr), 1u);
  EXPECT_EQ(dut.irq, 0) << "not enabled as a whole";
  write(kRegGie, 1);
  bench.run(2);
  EXPECT_EQ(dut.irq, 1);
  dut.stat_slow_tx_head = 5;
  dut.stat_bus_error = 1;
  bench.run(4);
  EXPECT_EQ(read(kRegIsr), 7u);
  write(kRegIsr, 3);
  EXPECT_EQ(read(kRegIsr), 4u) << "a 1 written toggles";
  EXPECT_EQ(dut.irq, 1);
  write(kRegIsr, 4);
  bench.run(2);
  EXPECT_EQ(read(kRegIsr), 0u) << "the error is told once";
  EXPECT_EQ(dut.irq, 0);
}

TEST_P(Csr, IsIdleOnlyWhenNothingIsUnderWay) {
  Vcsr& dut = bench.dut();
  bench.run(3);
  EXPECT_EQ(dut.stat_idle, 1);
  dut.stat_slow_rx_frame_valid = 1;
  bench.step();
  EXPECT_EQ(dut.stat_idle, 0) << "on its way to a counter";
  dut.stat_slow_rx_frame_valid = 0;
  bench.step();
  EXPECT_EQ(dut.stat_idle, 1);
  dut.stat_slow_rx_tail = 1;
  bench.step();
  bench.run(3);
  EXPECT_EQ(dut.stat_idle, 1);
}

FLUE_RTL_GRID(Csr);

class CsrTiming : public Csr {};

TEST_P(CsrTiming, HighHalfIsOfTheMomentOfTheLow) {
  Vcsr& dut = bench.dut();
  dut.stat_rx_frame_bytes = 0xFFFF;
  dut.stat_rx_frame_valid = 1;
  std::uint64_t before = 0;
  for (int i = 0; i < 70'000; i += 500) {  // passes 2^32 at about 65,537
    bench.run(500);
    const std::uint64_t value = counter(Counter::kRxBytes);
    ASSERT_GT(value, before);
    ASSERT_LT(value - before, 0xFFFFull * 600);
    before = value;
  }
  EXPECT_GT(before, 1ull << 32);
  const std::uint32_t low = read(kCounterBase + 8);
  bench.run(70'000);
  EXPECT_EQ(read(kCounterBase + 12), 1u) << "latched with " << low;
}

TEST_P(CsrTiming, AnswersInTheCyclesItPromises) {
  Vcsr& dut = bench.dut();
  for (int i = 0; i < 3; ++i) {
    // One cycle until the master shows the address, one until it is taken.
    const std::uint64_t start = bench.cycle();
    read(kRegBlockType);
    EXPECT_EQ(bench.cycle() - start, 2u + 3u);
    const std::uint64_t written = bench.cycle();
    write(kRegMacLo, 1);
    EXPECT_EQ(bench.cycle() - written, 2u + 2u);
  }
  dut.stat_slow_rx_frame_valid = 1;
  bench.step();
  dut.stat_slow_rx_frame_valid = 0;
  bench.step();
  EXPECT_EQ(counter(Counter::kSlowRxFrames), 1u);
}

FLUE_RTL_RESETS(CsrTiming);

}  // namespace
}  // namespace flue::contract
