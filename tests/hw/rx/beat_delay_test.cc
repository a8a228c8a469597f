#include <Vbeat_delay.h>

#include <deque>
#include <optional>

#include "tests/support/rtl_test.h"

namespace flue {
namespace {

class BeatDelay : public test::RtlGrid {};

TEST_P(BeatDelay, GivesEveryWordBackAfterFiveCycles) {
  test::RtlBench<Vbeat_delay> bench(GetParam().reset_seed);
  SeededRandom random = test::random_stream();
  bench.dut().s_valid = 0;
  bench.reset();
  std::deque<std::optional<std::uint64_t>> inside;
  for (int i = 0; i < 3000; ++i) {
    const bool valid = random.below(i < 1500 ? 2 : 20) != 0;
    bench.dut().s_valid = valid ? 1 : 0;
    bench.dut().s_data = random.next();
    inside.push_back(valid ? std::optional<std::uint64_t>(bench.dut().s_data) : std::nullopt);
    bench.step();
    if (inside.size() < 5) {
      ASSERT_EQ(bench.dut().m_valid, 0);
      continue;
    }
    ASSERT_EQ(bench.dut().m_valid != 0, inside.front().has_value()) << i;
    if (inside.front()) {
      ASSERT_EQ(bench.dut().m_data, *inside.front()) << i;
    }
    inside.pop_front();
  }
}

FLUE_RTL_RESETS(BeatDelay);

}  // namespace
}  // namespace flue
