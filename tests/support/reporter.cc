#include "tests/support/reporter.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/seed.h"

namespace flue::test {
namespace {

class FailureReporter final : public ::testing::EmptyTestEventListener {
  void OnTestEnd(const ::testing::TestInfo& test) override {
    if (!test.result()->Failed()) return;
    std::error_code error;
    fmt::print("{}.{} seed={:#x}\nrepeat: {} --gtest_filter={}.{} --seed={:#x}\n", test.test_suite_name(), test.name(),
               seed(), std::filesystem::read_symlink("/proc/self/exe", error).string(), test.test_suite_name(),
               test.name(), seed());
  }
};

}  // namespace

void install_failure_reporter() { ::testing::UnitTest::GetInstance()->listeners().Append(new FailureReporter); }

}  // namespace flue::test
