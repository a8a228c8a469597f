#include <Vmasked_sum.h>

#include <deque>

#include "host/wire/checksum.h"
#include "tests/support/rtl_test.h"

namespace flue {
namespace {

class MaskedSum : public test::RtlGrid {};

TEST_P(MaskedSum, AddsWhatTheMaskLetsThroughEachCycle) {
  test::RtlBench<Vmasked_sum> bench(GetParam().reset_seed);
  SeededRandom random = test::random_stream();
  bench.reset();
  sim::Pin data = FLUE_PIN(bench.dut(), s_data);
  std::deque<std::uint32_t> wanted;
  for (int i = 0; i < 3000; ++i) {
    const bool full = random.below(10) == 0;  // the largest sum
    const std::uint64_t mask = full ? ~0ull : random.next();
    std::uint32_t sum = 0;
    for (std::size_t b = 0; b < 64; ++b) {
      const auto byte = static_cast<std::uint8_t>(full ? 0xFF : random.next());
      data.bytes()[b] = std::byte{byte};
      if ((mask >> b & 1) != 0) sum += static_cast<std::uint32_t>(byte) << (b % 2 == 0 ? 0 : 8);
    }
    bench.dut().s_mask = mask;
    bench.dut().s_valid = 1;
    wanted.push_back(sum);
    bench.step();
    if (i < 2) continue;
    ASSERT_EQ(bench.dut().m_a + bench.dut().m_b, wanted.front()) << "beat " << i - 2;
    wanted.pop_front();
  }
}

FLUE_RTL_RESETS(MaskedSum);

}  // namespace
}  // namespace flue
