#include <Vtx_builder.h>
#include <gtest/gtest.h>

#include "sim/verilated/stream_sink.h"
#include "sim/verilated/stream_source.h"
#include "tests/hw/tx/tx_entry.h"
#include "tests/support/rtl_test.h"

namespace flue {
namespace {

using test::Frame;
using test::TxEntry;

// What the flow engine will do: header and payload come on two streams.
class TxBuilder : public test::RtlGrid {
 protected:
  test::RtlBench<Vtx_builder> rtl{GetParam().reset_seed};
  sim::StreamSource heads{rtl, FLUE_STREAM(rtl.dut(), s_head), GetParam().source, test::seed() + 1};
  sim::StreamSource payloads{rtl, FLUE_STREAM(rtl.dut(), s_payload), GetParam().source, test::seed() + 2};
  sim::StreamSink mac{rtl, FLUE_STREAM(rtl.dut(), m_mac), "m_mac", GetParam().sink, test::seed() + 3};
  SeededRandom random = test::random_stream();
  std::vector<Frame> expected;

  void SetUp() override { rtl.reset(); }

  // An entry of one frame.
  void send(const TxEntry& entry) {
    const contract::SlowTxDescriptor& d = entry.descriptor;
    const std::size_t payload = d.length - d.header_length;
    Frame header(entry.memory.begin(), entry.memory.begin() + d.header_length);
    header.resize(contract::kTxHeaderMax);
    heads.send(header, std::uint64_t{payload} << 48 | std::uint64_t{d.vlan_tag} << 32 | std::uint64_t{d.flags} << 24 |
                           std::uint64_t{d.l4_offset} << 16 | std::uint64_t{d.l3_offset} << 8 | d.header_length);
    if (payload > 0) payloads.send(Bytes(entry.memory).subspan(d.header_length));
    expected.push_back(entry.frames.front());
  }

  void finish() {
    ASSERT_TRUE(rtl.run_until([&] { return mac.size() == expected.size(); }, 2'000 + 1'000 * expected.size()));
    rtl.run(20);
    ASSERT_EQ(mac.size(), expected.size());
    for (const Frame& frame : expected) ASSERT_EQ(mac.take().data, frame);
    EXPECT_EQ(rtl.dut().stat_idle, 1);
    expected.clear();
  }

  TxEntry small_frame() { return test::tcp_entry(random, {.payload = random.below(80)}); }
};

TEST_P(TxBuilder, JoinsHeadersAndPayloadsThatComeOnTheirOwn) {
  for (int i = 0; i < 100; ++i) {
    send(small_frame());
    send(test::udp_entry(random, {.payload = random.below(1473)}));
    send(test::icmp_entry(random, {.payload = random.below(500), .vlan_tag = 0xABC}));
    send(test::raw_entry(random, static_cast<std::uint16_t>(14 + random.below(115)), random.below(200)));
  }
  finish();
}

TEST_P(TxBuilder, TakesNoMoreThanItHolds) {
  mac.hold(true);
  for (int i = 0; i < 100; ++i) send(test::tcp_entry(random, {.payload = 1460}));
  rtl.run(2'000);
  EXPECT_EQ(heads.sent(), 16u);
  EXPECT_LE(payloads.sent(), 32u);
  mac.hold(false);
  finish();
}

FLUE_RTL_GRID(TxBuilder);

class TxBuilderSpeed : public TxBuilder {};

// From the cycle in which the last byte is taken to that in which the first beat is.
TEST_P(TxBuilderSpeed, SendsAFrameSoonAfterItsLastByte) {
  for (const std::size_t payload : {1u, 64u, 640u}) {
    const std::uint64_t start = rtl.cycle();
    send(test::tcp_entry(random, {.payload = payload}));
    ASSERT_TRUE(rtl.run_until([&] { return mac.size() == 1; }));
    const std::uint64_t last_byte = start + (payload + 63) / 64;  // it is driven one cycle after the call
    EXPECT_EQ(mac.packets().front().first_cycle - last_byte, 21u) << payload;
    finish();
  }
  const std::uint64_t start = rtl.cycle();
  send(test::tcp_entry(random, {.payload = 0}));
  ASSERT_TRUE(rtl.run_until([&] { return mac.size() == 1; }));
  EXPECT_EQ(mac.packets().front().first_cycle - (start + 1), 19u);
  finish();
}

TEST_P(TxBuilderSpeed, LosesNoCycleBetweenFramesNorWithinOne) {
  for (int i = 0; i < 100; ++i) send(test::tcp_entry(random, {.payload = 1460}));
  ASSERT_TRUE(rtl.run_until([&] { return mac.size() == 100; }));
  EXPECT_EQ(mac.packets().back().last_cycle - mac.packets().front().first_cycle + 1, mac.beats());
  finish();
}

TEST_P(TxBuilderSpeed, AJumboFrameAtLineRateToo) {
  for (int i = 0; i < 40; ++i) send(test::tcp_entry(random, {.payload = contract::kMaxFrame - 54}));
  ASSERT_TRUE(rtl.run_until([&] { return mac.size() == 40; }));
  EXPECT_EQ(mac.packets().back().last_cycle - mac.packets().front().first_cycle + 1, mac.beats());
  finish();
}

TEST_P(TxBuilderSpeed, ASmallFrameEachTwoCycles) {
  for (int i = 0; i < 100; ++i) send(test::tcp_entry(random, {.payload = 6}));
  ASSERT_TRUE(rtl.run_until([&] { return mac.size() == 100; }));
  EXPECT_LE(mac.packets().back().last_cycle - mac.packets().front().last_cycle, 2u * 99);
  finish();
}

FLUE_RTL_RESETS(TxBuilderSpeed);

}  // namespace
}  // namespace flue
