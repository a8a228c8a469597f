#include <Vrr_arbiter.h>

#include <array>
#include <bit>

#include "tests/support/rtl_test.h"

namespace flue {
namespace {

constexpr unsigned kRequests = 5;

class RrArbiter : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  test::RtlBench<Vrr_arbiter> bench{GetParam()};
  Vrr_arbiter& dut = bench.dut();

  void SetUp() override {
    dut.request = 0;
    dut.advance = 0;
    bench.reset();
  }
  // The choice is combinational: seen in the cycle of the request.
  unsigned grant(unsigned request, bool advance) {
    dut.request = static_cast<std::uint8_t>(request);
    dut.advance = advance ? 1 : 0;
    dut.eval();
    const unsigned granted = dut.grant;
    bench.step();
    return granted;
  }
};

TEST_P(RrArbiter, TakesTurnsAmongThoseWhoAsk) {
  for (int round = 0; round < 3; ++round) {
    for (unsigned i = 0; i < kRequests; ++i) EXPECT_EQ(grant(0b11111, true), 1u << i);
  }
  EXPECT_EQ(grant(0b10010, true), 0b00010u);
  EXPECT_EQ(grant(0b10010, true), 0b10000u);
  EXPECT_EQ(grant(0b10010, true), 0b00010u);
}

TEST_P(RrArbiter, StaysUntilItAdvances) {
  grant(0b00001, true);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(grant(0b10110, false), 0b00010u);
  EXPECT_EQ(grant(0b10110, true), 0b00010u);
  EXPECT_EQ(grant(0b10110, true), 0b00100u);
}

TEST_P(RrArbiter, NobodyWaitsLongerThanOneRound) {
  SeededRandom random = test::random_stream();
  std::array<unsigned, kRequests> waited{};
  for (int i = 0; i < 5000; ++i) {
    unsigned request = static_cast<unsigned>(random.below(1u << kRequests));
    for (unsigned r = 0; r < kRequests; ++r) request |= waited[r] > 0 ? 1u << r : 0;  // who waits keeps asking
    const bool advance = random.below(4) != 0;
    const unsigned granted = grant(request, advance);
    ASSERT_EQ(std::popcount(granted), request != 0 ? 1 : 0);
    ASSERT_EQ(granted & ~request, 0u);
    if (!advance) continue;
    for (unsigned r = 0; r < kRequests; ++r) {
      const bool asked = (request >> r & 1) != 0, served = (granted >> r & 1) != 0;
      waited[r] = asked && !served ? waited[r] + 1 : 0;
      ASSERT_LT(waited[r], kRequests);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Reset, RrArbiter, ::testing::Values(1u, 2u));

}  // namespace
}  // namespace flue
