#include <Vtx_payload_buffer.h>
#include <gtest/gtest.h>

#include "host/base/bytes.h"
#include "host/contract/flue_contract.h"
#include "host/wire/checksum.h"
#include "sim/verilated/stream_sink.h"
#include "sim/verilated/stream_source.h"
#include "tests/support/rtl_test.h"

namespace flue {
namespace {

class TxPayloadBuffer : public test::RtlGrid {
 protected:
  test::RtlBench<Vtx_payload_buffer> rtl{GetParam().reset_seed};
  sim::StreamSource source{rtl, FLUE_STREAM(rtl.dut(), s_payload), GetParam().source, test::seed() + 1};
  sim::StreamSink beats{rtl, FLUE_STREAM(rtl.dut(), m_payload), "m_payload", GetParam().sink, test::seed() + 2};
  sim::StreamSink sums{rtl, FLUE_STREAM(rtl.dut(), m_sum), "m_sum", GetParam().sink, test::seed() + 3};
  SeededRandom random = test::random_stream();

  void SetUp() override { rtl.reset(); }

  std::vector<std::byte> random_payload(std::size_t size) {
    std::vector<std::byte> payload(size);
    for (std::byte& b : payload) b = static_cast<std::byte>(random.next());
    return payload;
  }
  // The packet comes out: its beats, zero behind the end, and its sum.
  void expect_next(const std::vector<std::byte>& payload) {
    const std::size_t count = (payload.size() + 63) / 64;
    ASSERT_TRUE(rtl.run_until([&] { return beats.size() >= count && sums.size() >= 1; }));
    std::vector<std::byte> out;
    for (std::size_t i = 0; i < count; ++i) {
      const sim::Packet beat = beats.take();
      out.insert(out.end(), beat.data.begin(), beat.data.end());
    }
    std::vector<std::byte> padded = payload;
    padded.resize(count * 64);
    ASSERT_EQ(out, padded);
    ASSERT_EQ(load_be16(swapped(sums.take().data), 0), wire::sum_of(payload).value()) << payload.size() << " bytes";
  }

 private:
  static std::vector<std::byte> swapped(const std::vector<std::byte>& number) { return {number[1], number[0]}; }
};

TEST_P(TxPayloadBuffer, SumsEveryLength) {
  for (std::size_t size = 1; size <= 400; ++size) {
    const auto payload = random_payload(size);
    source.send(payload);
    expect_next(payload);
  }
  EXPECT_EQ(rtl.dut().stat_idle, 1);
}

TEST_P(TxPayloadBuffer, SumsTheLargestAndTheHeaviestPayload) {
  const std::vector<std::byte> ones(contract::kMaxFrame - 14, std::byte{0xFF});
  const std::vector<std::byte> zeros(1000);
  for (const auto& payload : {ones, zeros, ones, random_payload(contract::kMaxFrame - 14)}) {
    source.send(payload);
    expect_next(payload);
  }
}

TEST_P(TxPayloadBuffer, KeepsPacketsApart) {
  std::vector<std::vector<std::byte>> payloads;
  for (int i = 0; i < 100; ++i) source.send(payloads.emplace_back(random_payload(1 + random.below(300))));
  for (const auto& payload : payloads) expect_next(payload);
}

FLUE_RTL_GRID(TxPayloadBuffer);

class TxPayloadBufferLimits : public TxPayloadBuffer {};

TEST_P(TxPayloadBufferLimits, TheSumIsThere8CyclesAfterTheEndAndABeat4AfterItself) {
  source.send(random_payload(640));
  const std::uint64_t start = rtl.cycle() + 1;  // the first beat is taken
  ASSERT_TRUE(rtl.run_until([&] { return beats.size() == 10 && sums.size() == 1; }));
  EXPECT_EQ(beats.packets().front().first_cycle - start, 4u);
  EXPECT_EQ(beats.packets().back().first_cycle - start, 4u + 9);
  EXPECT_EQ(sums.packets().front().first_cycle - start, 8u + 9);
}

TEST_P(TxPayloadBufferLimits, StallsAt512BeatsOr32Packets) {
  beats.hold(true);
  sums.hold(true);
  for (int i = 0; i < 40; ++i) source.send(random_payload(10));
  rtl.run(100);
  EXPECT_EQ(source.sent(), 32u);
  rtl.reset();
  sums.hold(false);
  for (int i = 0; i < 600; ++i) source.send(random_payload(64));
  const std::uint64_t before = source.sent();
  rtl.run(1000);
  EXPECT_EQ(source.sent() - before, 513u);  // one more waits at the entrance
}

FLUE_RTL_RESETS(TxPayloadBufferLimits);

}  // namespace
}  // namespace flue
