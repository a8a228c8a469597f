#include <Vlast_byte.h>

#include "tests/support/rtl_test.h"

namespace flue {
namespace {

class LastByte : public test::RtlGrid {};

TEST_P(LastByte, CountsEveryKeepInTwoCyclesOnePerCycle) {
  test::RtlBench<Vlast_byte> bench(GetParam().reset_seed);
  bench.reset();
  for (unsigned count = 1; count <= 66; ++count) {
    bench.dut().s_valid = count <= 64;
    bench.dut().s_keep = count >= 64 ? ~0ull : (1ull << count) - 1;
    bench.step();
    if (count >= 2) {
      EXPECT_EQ(bench.dut().m_last_byte, std::min(count - 2, 63u)) << count;
    }
  }
}

FLUE_RTL_RESETS(LastByte);

}  // namespace
}  // namespace flue
