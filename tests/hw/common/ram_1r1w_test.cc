#include <Vram_1r1w.h>
#include <Vram_uram.h>

#include <array>

#include "tests/support/rtl_test.h"

namespace flue {
namespace {

// Random writes and reads against an array; a read answers one cycle later and then holds.
template <class Top>
void agrees_with_an_array(std::uint32_t reset_seed) {
  constexpr std::size_t kDepth = 64;
  test::RtlBench<Top> bench(reset_seed);
  Top& dut = bench.dut();
  SeededRandom random = test::random_stream();
  std::array<std::uint64_t, kDepth> expected{};
  dut.wr_en = dut.rd_en = 0;
  bench.reset();
  for (std::size_t i = 0; i < kDepth; ++i) {
    dut.wr_en = 1;
    dut.wr_addr = static_cast<std::uint8_t>(i);
    dut.wr_data = expected[i] = random.next();
    bench.step();
  }
  bool read_before = false;
  std::uint64_t answer = 0;
  for (int i = 0; i < 5000; ++i) {
    const auto write_at = static_cast<std::uint8_t>(random.below(kDepth));
    const auto read_at = static_cast<std::uint8_t>(random.below(kDepth));
    dut.wr_en = random.below(2) != 0 ? 1 : 0;
    dut.rd_en = read_at != write_at && random.below(2);
    dut.wr_addr = write_at;
    dut.rd_addr = read_at;
    dut.wr_data = random.next();
    if (dut.rd_en) answer = expected[read_at];
    read_before |= dut.rd_en != 0;
    if (dut.wr_en) expected[write_at] = dut.wr_data;
    bench.step();
    if (read_before) {
      ASSERT_EQ(dut.rd_data, answer);
    }
  }
}

TEST(Ram1r1w, AgreesWithAnArray) {
  agrees_with_an_array<Vram_1r1w>(1);
  agrees_with_an_array<Vram_1r1w>(2);
}

TEST(RamUram, AgreesWithAnArray) {
  agrees_with_an_array<Vram_uram>(1);
  agrees_with_an_array<Vram_uram>(2);
}

}  // namespace
}  // namespace flue
