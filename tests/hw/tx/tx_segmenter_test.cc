#include <Vtx_segmenter.h>
#include <gtest/gtest.h>

#include "host/contract/flue_contract.h"
#include "sim/verilated/stream_sink.h"
#include "sim/verilated/stream_source.h"
#include "tests/support/rtl_test.h"

namespace flue {
namespace {

using contract::SlowTxDescriptor;

struct Read {
  std::uint64_t address;
  std::uint32_t length;
  friend bool operator==(const Read&, const Read&) = default;
};

class TxSegmenter : public test::RtlGrid {
 protected:
  test::RtlBench<Vtx_segmenter> rtl{GetParam().reset_seed};
  sim::StreamSource descriptors{rtl, FLUE_STREAM(rtl.dut(), s_desc), GetParam().source, test::seed() + 1};
  sim::StreamSink reads{rtl, FLUE_STREAM(rtl.dut(), m_read), "m_read", GetParam().sink, test::seed() + 2};
  sim::StreamSink jobs{rtl, FLUE_STREAM(rtl.dut(), m_job), "m_job", GetParam().sink, test::seed() + 3};
  SeededRandom random = test::random_stream();

  void SetUp() override {
    rtl.dut().cfg_tx_enable = 1;
    rtl.reset();
  }

  static SlowTxDescriptor tcp(std::uint64_t address, std::uint32_t payload, std::uint16_t mss) {
    SlowTxDescriptor d{};
    d.address = address;
    d.length = 54 + payload;
    d.header_length = 54;
    d.mss = mss;
    d.opcode = static_cast<std::uint8_t>(contract::TxOpcode::kFrame);
    d.flags = static_cast<std::uint8_t>(contract::kTxFlagIpv4Sum | contract::kTxFlagTcpSum);
    d.l3_offset = 14;
    d.l4_offset = 34;
    return d;
  }
  void send(const SlowTxDescriptor& d) { descriptors.send(std::as_bytes(std::span(&d, 1))); }
  Read take_read() {
    const sim::Packet packet = reads.take();
    Read read{};
    std::memcpy(&read.address, packet.data.data(), sizeof read.address);
    std::memcpy(&read.length, packet.data.data() + sizeof read.address, sizeof read.length);
    return read;
  }
};

TEST_P(TxSegmenter, ReadsTheHeaderOnceAndEachSegmentAfterIt) {
  for (int i = 0; i < 200; ++i) {
    const std::uint64_t address = random.next() & 0x0FFF'FFFF'FFFF'FFC0;
    const auto payload = static_cast<std::uint32_t>(random.below(20'000));
    const auto mss = static_cast<std::uint16_t>(200 + random.below(8'000));
    send(tcp(address, payload, mss));
    std::vector<Read> want{{address, 54}};
    for (std::uint32_t at = 0; at < payload; at += mss) {
      want.push_back({address + 54 + at, std::min<std::uint32_t>(mss, payload - at)});
    }
    const std::size_t segments = std::max<std::size_t>(1, want.size() - 1);
    ASSERT_TRUE(rtl.run_until([&] { return reads.size() == want.size() && jobs.size() == segments; }));
    for (const Read& read : want) ASSERT_EQ(take_read(), read);
    for (std::size_t k = 0; k < segments; ++k) {
      const sim::Packet job = jobs.take();
      std::uint64_t low = 0;   // tx_head_t
      std::uint64_t high = 0;  // seq_add, id_add, cut, last, first, bad
      std::memcpy(&low, job.data.data(), sizeof low);
      std::memcpy(&high, job.data.data() + sizeof low, 5);
      ASSERT_EQ(low >> 48, payload == 0 ? 0 : want[k + 1].length);
      ASSERT_EQ(low & 0xFFFF'FFFF, 0x0322'0E36u);
      ASSERT_EQ(high & 0xFFFF, k * mss);
      ASSERT_EQ(high >> 16 & 0xFFFF, k);
      ASSERT_EQ(high >> 32, 1u + (k + 1 == segments ? 2 : 0) + (k == 0 ? 4 : 0));
    }
  }
  EXPECT_EQ(rtl.dut().stat_idle, 1);
}

TEST_P(TxSegmenter, ReadsNothingForARefusedDescriptor) {
  SlowTxDescriptor bad = tcp(0x1000, 100, 0);
  bad.opcode = 77;
  send(bad);
  send(tcp(0x2000, 100, 0));
  ASSERT_TRUE(rtl.run_until([&] { return reads.size() == 2 && jobs.size() == 2; }));
  EXPECT_EQ(take_read(), (Read{0x2000, 54}));
  EXPECT_EQ(static_cast<unsigned>(jobs.take().data[12]) >> 3, 1u);
  EXPECT_EQ(static_cast<unsigned>(jobs.take().data[12]) >> 3, 0u);
}

FLUE_RTL_GRID(TxSegmenter);

class TxSegmenterSpeed : public TxSegmenter {};

TEST_P(TxSegmenterSpeed, ACommandEachCycleTheFirstAfter4) {
  for (int i = 0; i < 10; ++i) send(tcp(0x10000, 100, 0));
  const std::uint64_t start = rtl.cycle() + 1;  // the first descriptor is taken
  ASSERT_TRUE(rtl.run_until([&] { return reads.size() == 20; }));
  EXPECT_EQ(reads.packets().front().first_cycle - start, 4u);
  EXPECT_EQ(reads.packets().back().first_cycle - start, 4u + 19);
}

TEST_P(TxSegmenterSpeed, StopsAfter65SegmentsNobodyTakes) {
  jobs.hold(true);
  send(tcp(0x10000, 60'000, 500));
  rtl.run(300);
  EXPECT_EQ(reads.size(), 65u);  // a header and 64 segments
}

FLUE_RTL_RESETS(TxSegmenterSpeed);

}  // namespace
}  // namespace flue
