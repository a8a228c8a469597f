#include <Vplanted_failure.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "sim/verilated/model_harness.h"
#include "sim/verilated/stream_sink.h"

namespace flue {
namespace {

// The failures of 20 cycles with the output held, where a beat must not change.
std::vector<std::string> failures(bool misbehave, bool watched) {
  sim::ModelHarness<Vplanted_failure> bench(1);
  std::vector<std::string> failed;
  bench.on_failure([&](const std::string& what) { failed.push_back(what); });
  std::optional<sim::StreamSink> sink;
  if (watched) sink.emplace(bench, FLUE_STREAM(bench.dut(), m), "m", sim::kSlow);
  bench.dut().misbehave = misbehave ? 1 : 0;
  bench.reset();
  bench.run(20);
  return failed;
}

TEST(PlantedFailure, AssertionInRtlFailsTheHarness) {
  const auto failed = failures(true, false);
  ASSERT_FALSE(failed.empty());
  EXPECT_NE(failed[0].find("planted_failure.sv"), std::string::npos) << failed[0];
  EXPECT_NE(failed[0].find("reset_seed=1 cycle="), std::string::npos) << failed[0];
}

TEST(PlantedFailure, MonitorFailsTheHarnessToo) {
  bool seen = false;
  for (const std::string& what : failures(true, true)) seen |= what.find("beat changed") != std::string::npos;
  EXPECT_TRUE(seen);
}

TEST(PlantedFailure, NothingFailsWithoutIt) { EXPECT_TRUE(failures(false, true).empty()); }

}  // namespace
}  // namespace flue
