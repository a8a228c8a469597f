#include "sim/verilated/harness.h"

#include <gtest/gtest.h>

#include <optional>

#include "tests/sim/verilated/wires.h"

namespace flue::sim {
namespace {

using test::WireHarness;

class Counter final : public Agent {
 public:
  using Agent::Agent;
  void sample() override { ++samples; }
  void drive() override { ++drives; }
  void reset() override { ++resets; }
  [[nodiscard]] bool idle() const override { return quiet; }
  int samples = 0, drives = 0, resets = 0;
  bool quiet = false;
};

TEST(Harness, RunsEachAgentOncePerCycle) {
  WireHarness bench;
  Counter counter(bench);
  bench.reset();
  EXPECT_FALSE(bench.in_reset);
  EXPECT_GE(counter.resets, 1);
  EXPECT_EQ(counter.samples, 0);
  const std::uint64_t start = bench.cycle();
  bench.run(10);
  EXPECT_EQ(counter.samples, 10);
  EXPECT_EQ(counter.drives, 10);
  EXPECT_EQ(bench.cycle() - start, 10u);
}

TEST(Harness, ForgetsAnAgentThatIsGone) {
  WireHarness bench;
  std::optional<Counter> counter(bench);
  EXPECT_FALSE(bench.agents_idle());
  counter->quiet = true;
  EXPECT_TRUE(bench.agents_idle());
  counter.reset();
  bench.run(1);
}

TEST(Harness, MakesAnExhaustedBudgetAFailureWithCycleAndSeed) {
  WireHarness bench;
  EXPECT_FALSE(bench.run_until([] { return false; }, 20));
  ASSERT_EQ(bench.told.size(), 1u);
  EXPECT_EQ(bench.told[0], "reset_seed=1 cycle=20: not done after 20 cycles");
}

TEST(Harness, StopsAfterAFailure) {
  WireHarness bench;
  bench.fail("planted");
  EXPECT_TRUE(bench.failed());
  bench.run(10);
  EXPECT_EQ(bench.cycle(), 0u);
  EXPECT_FALSE(bench.run_until([] { return false; }, 10));
  EXPECT_EQ(bench.failures(), 1u);
}

TEST(Harness, CountsSkippedCyclesAsTimeButNotAsWork) {
  WireHarness bench;
  bench.run(5);
  bench.skip(1000);
  EXPECT_EQ(bench.cycle(), 1005u);
  EXPECT_EQ(bench.busy_cycles(), 5u);
}

TEST(Harness, ShowsMicrosecondsOfTheCyclesThatHavePassed) {
  WireHarness bench;
  std::uint64_t now_us = 0;
  MicrosecondClock clock(bench, Pin(now_us), 300);
  bench.run(299);
  EXPECT_EQ(now_us, 0u);
  bench.run(1);
  EXPECT_EQ(now_us, 1u);
  bench.skip(3000);
  bench.run(1);
  EXPECT_EQ(now_us, 11u);
}

}  // namespace
}  // namespace flue::sim
