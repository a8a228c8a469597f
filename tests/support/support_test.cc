#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "host/base/check.h"
#include "tests/support/requirement.h"
#include "tests/support/seed.h"

namespace flue::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct SampleRun {
  int status = 0;
  std::string output;
  std::string recorded;
};

std::string read_all(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

SampleRun run_sample(const std::string& arguments) {
  std::string directory = (std::filesystem::temp_directory_path() / "flue_support_XXXXXX").string();
  FLUE_CHECK(mkdtemp(directory.data()) != nullptr);
  const std::string command =
      fmt::format("FLUE_REQUIREMENTS_DIR={} {} {} 2>&1", directory, FLUE_SUPPORT_SAMPLE, arguments);
  SampleRun run;
  std::FILE* pipe = popen(command.c_str(), "r");
  FLUE_CHECK(pipe != nullptr);
  char buffer[4096];
  for (std::size_t n = 0; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) run.output.append(buffer, n);
  run.status = pclose(pipe);
  run.recorded = read_all(std::filesystem::path(directory) / "flue_support_sample.jsonl");
  std::filesystem::remove_all(directory);
  return run;
}

TEST(Requirement, PassingTestIsRecordedOncePerId) {
  const SampleRun run = run_sample("--gtest_filter=Sample.Passes");
  EXPECT_EQ(run.status, 0);
  EXPECT_EQ(run.recorded,
            "{\"id\": \"ARP-07\", \"test\": \"Sample.Passes\", \"passed\": true}\n"
            "{\"id\": \"ARP-08\", \"test\": \"Sample.Passes\", \"passed\": true}\n");
}

TEST(Requirement, FailingAndSkippedTestsAreNotRecorded) {
  const SampleRun run = run_sample("");
  EXPECT_NE(run.status, 0);
  EXPECT_THAT(run.recorded, HasSubstr("Sample.Passes"));
  EXPECT_THAT(run.recorded, Not(HasSubstr("ARP-09")));
  EXPECT_THAT(run.recorded, Not(HasSubstr("ARP-10")));
}

TEST(Requirement, UnknownIdEndsTheProgram) {
  EXPECT_TRUE(is_requirement("ARP-07"));
  EXPECT_FALSE(is_requirement("ARP-99"));
  EXPECT_DEATH(REQUIREMENT("ARP-99"), "unknown requirement 'ARP-99'");
  EXPECT_DEATH(REQUIREMENT("arp-07"), "unknown requirement");
}

TEST(Seed, FailureSaysHowToRepeatIt) {
  const SampleRun run = run_sample("--gtest_filter=Sample.Fails --seed=0xabc");
  EXPECT_THAT(run.output, HasSubstr("seed=0xabc"));
  EXPECT_THAT(run.output, HasSubstr("--gtest_filter=Sample.Fails --seed=0xabc"));
}

TEST(Seed, DecidesEveryRandomNumber) {
  const auto first = run_sample("--gtest_filter=Sample.Passes --seed=1").output;
  EXPECT_THAT(first, HasSubstr("first random number"));
  const auto numbers = [](const std::string& text) { return text.substr(text.find("first random"), 40); };
  EXPECT_EQ(numbers(first), numbers(run_sample("--gtest_filter=Sample.Passes --seed=1").output));
  EXPECT_NE(numbers(first), numbers(run_sample("--gtest_filter=Sample.Passes --seed=2").output));
}

TEST(Seed, TextForms) {
  EXPECT_EQ(parse_seed("24301"), 24301u);
  EXPECT_EQ(parse_seed("0x5eed"), 24301u);
  EXPECT_EQ(parse_seed("5eed"), std::nullopt);
  EXPECT_EQ(parse_seed(""), std::nullopt);
  EXPECT_EQ(parse_seed("0x"), std::nullopt);
}

}  // namespace
}  // namespace flue::test
