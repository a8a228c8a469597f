// Tests of RTL: RtlBench<VTop> is a ModelHarness whose failures are the test's, with cycle and seeds; RtlGrid runs each
// test under two reset seeds and with every combination of steady and bursty neighbours. Example:
// sim/verilated/README.md.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "sim/verilated/axi_memory.h"
#include "sim/verilated/gaps.h"
#include "sim/verilated/model_harness.h"
#include "tests/support/seed.h"

namespace flue::sim {
// How gtest prints them.
inline void PrintTo(const Gaps& gaps, std::ostream* out) { *out << gaps.name; }
inline void PrintTo(const AxiTiming& timing, std::ostream* out) { *out << timing.name; }
}  // namespace flue::sim

namespace flue::test {

// FLUE_WAVE=from:to (cycles, or only "1") makes a test write <build>/waves/<suite>.<test>.fst.
inline sim::WaveWindow wave_window() {
  const char* request = std::getenv("FLUE_WAVE");
  if (request == nullptr) return {};
  const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
  std::string name = fmt::format("{}.{}", test->test_suite_name(), test->name());
  for (char& c : name) c = c == '/' ? '-' : c;
  std::filesystem::create_directories(FLUE_WAVE_DIR);
  sim::WaveWindow window{.file = fmt::format("{}/{}.fst", FLUE_WAVE_DIR, name)};
  const std::string text = request;
  if (const auto colon = text.find(':'); colon != std::string::npos) {
    window.from = std::stoull(text.substr(0, colon));
    window.to = std::stoull(text.substr(colon + 1));
  }
  return window;
}

template <class Top>
class RtlBench : public sim::ModelHarness<Top> {
 public:
  explicit RtlBench(std::uint32_t reset_seed) : sim::ModelHarness<Top>(reset_seed, wave_window()) {
    this->on_failure([this](const std::string& what) {
      const std::uint64_t end = this->cycle() + 10;
      ADD_FAILURE() << fmt::format("seed={:#x} {}\nwave: run again with FLUE_WAVE={}:{}", seed(), what,
                                   end < 1010 ? 0 : end - 1010, end);
    });
  }
};

struct RtlCase {
  std::uint32_t reset_seed = 1;
  sim::Gaps source = sim::kSteady;
  sim::Gaps sink = sim::kSteady;
};

inline std::string name_of(const RtlCase& c) {
  return fmt::format("{}To{}Reset{}", c.source.name, c.sink.name, c.reset_seed);
}
inline void PrintTo(const RtlCase& c, std::ostream* out) { *out << name_of(c); }
inline std::string rtl_case_name(const ::testing::TestParamInfo<RtlCase>& info) { return name_of(info.param); }

inline std::vector<RtlCase> rtl_grid() {
  std::vector<RtlCase> cases;
  for (const std::uint32_t reset_seed : {1u, 2u}) {
    for (const sim::Gaps& source : {sim::kSteady, sim::kBursty}) {
      for (const sim::Gaps& sink : {sim::kSteady, sim::kBursty}) cases.push_back({reset_seed, source, sink});
    }
  }
  return cases;
}

// The base of a suite; GetParam() is the case.
class RtlGrid : public ::testing::TestWithParam<RtlCase> {};

// Instantiates a suite derived from RtlGrid: over the whole grid, or (RESETS) steady under two reset seeds.
#define FLUE_RTL_GRID(suite) \
  INSTANTIATE_TEST_SUITE_P(Grid, suite, ::testing::ValuesIn(::flue::test::rtl_grid()), ::flue::test::rtl_case_name)
#define FLUE_RTL_RESETS(suite)                                                                                  \
  INSTANTIATE_TEST_SUITE_P(Reset, suite, ::testing::Values(::flue::test::RtlCase{1}, ::flue::test::RtlCase{2}), \
                           ::flue::test::rtl_case_name)

}  // namespace flue::test
