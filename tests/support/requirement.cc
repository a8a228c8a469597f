#include "tests/support/requirement.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace flue::test {
namespace {

constexpr std::string_view kIds[] = {
#include "requirement_ids.inc"
};

std::vector<std::string>& ids_of_running_test() {
  static std::vector<std::string> ids;
  return ids;
}

std::string program_name() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).filename().string();
}

class RequirementListener final : public ::testing::EmptyTestEventListener {
 public:
  explicit RequirementListener(std::filesystem::path directory) : directory_(std::move(directory)) {}

 private:
  void OnTestStart(const ::testing::TestInfo&) override { ids_of_running_test().clear(); }

  void OnTestEnd(const ::testing::TestInfo& test) override {
    const auto& ids = ids_of_running_test();
    if (!test.result()->Passed() || test.result()->Skipped() || ids.empty()) return;
    std::string lines;
    for (const auto& id : ids) {
      lines += fmt::format("{{\"id\": \"{}\", \"test\": \"{}.{}\", \"passed\": true}}\n", id, test.test_suite_name(),
                           test.name());
    }
    append(lines);
  }

  // Tests of one program run as processes of their own, side by side: one write in append mode is not interleaved.
  void append(const std::string& lines) const {
    std::filesystem::create_directories(directory_);
    const auto path = directory_ / (program_name() + ".jsonl");
    std::FILE* file = std::fopen(path.c_str(), "ae");
    if (file == nullptr) {
      ADD_FAILURE() << "cannot write " << path;
      return;
    }
    std::setvbuf(file, nullptr, _IOFBF, lines.size() + 1);
    std::fwrite(lines.data(), 1, lines.size(), file);
    std::fclose(file);
  }

  std::filesystem::path directory_;
};

}  // namespace

bool is_requirement(std::string_view id) { return std::find(std::begin(kIds), std::end(kIds), id) != std::end(kIds); }

void record_requirements(std::initializer_list<std::string_view> ids) {
  auto& recorded = ids_of_running_test();
  for (const auto id : ids) {
    if (!is_requirement(id)) {
      fmt::print(stderr, "unknown requirement '{}': it is not in tests/requirements.toml\n", id);
      std::abort();
    }
    if (std::find(recorded.begin(), recorded.end(), id) == recorded.end()) recorded.emplace_back(id);
  }
}

void install_requirement_listener() {
  const char* directory = std::getenv("FLUE_REQUIREMENTS_DIR");
  if (directory == nullptr || *directory == '\0') return;
  ::testing::UnitTest::GetInstance()->listeners().Append(new RequirementListener(directory));
}

}  // namespace flue::test
