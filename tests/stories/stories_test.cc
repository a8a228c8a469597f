// Every .story file of tests/stories/tcp, once for each of its profiles, against the software stack.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

#include "host/link/pcap_writer.h"
#include "tests/stories/runner/runner.h"
#include "tests/support/requirement.h"

namespace flue::story {
namespace {

namespace fs = std::filesystem;

struct Case {
  std::string name;
  std::string profile;
  Result<Story, ParseFailure> story;
  std::string path;
};

void PrintTo(const Case& test, std::ostream* out) { *out << test.path; }

std::vector<Case> load_cases() {
  std::vector<Case> cases;
  for (const auto& entry : fs::recursive_directory_iterator(FLUE_STORIES)) {
    if (entry.path().extension() != ".story") continue;
    std::ifstream file(entry.path());
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const std::string name = entry.path().stem().string();
    auto story = parse_story(text, name);
    if (story) story->path = fs::relative(entry.path(), FLUE_SOURCE_DIR).string();
    const auto profiles = story ? story->profiles : std::vector<std::string>{"unreadable"};
    for (const auto& profile : profiles) cases.push_back({name + "_" + profile, profile, story, entry.path()});
  }
  std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) { return a.name < b.name; });
  return cases;
}

// Where the frames of a failed story go; the message names it.
std::string write_capture(const std::string& name, const Outcome& outcome) {
  const fs::path directory = fs::path(FLUE_OUTPUT_DIR);
  fs::create_directories(directory);
  const std::string path = directory / ("story_" + name + ".pcap");
  auto writer = PcapWriter::create(path);
  if (!writer) return "no pcap";
  for (const auto& frame : outcome.frames) (void)writer->write(frame.frame, frame.time);
  (void)writer->close();
  return path;
}

class TcpStory : public ::testing::TestWithParam<Case> {};

TEST_P(TcpStory, GoesAsWritten) {
  const Case& test = GetParam();
  ASSERT_TRUE(test.story) << test.path << ":" << test.story.error().line << ": " << test.story.error().message;
  Story story = *test.story;
  for (const auto& id : story.requirements) {
    ASSERT_TRUE(test::is_requirement(id)) << test.path << ": unknown requirement " << id;
    REQUIREMENT(id);
  }
  story.setup.profile = test.profile;
  auto target = make_stack_target(story.setup);
  ASSERT_TRUE(target) << test.path << ": " << target.error();
  const Outcome outcome = run_story(story, **target);
  if (!outcome.failure && std::getenv("FLUE_STORY_TRANSCRIPT") == nullptr) return;
  std::string text = outcome.failure ? to_string(*outcome.failure, story) : std::string();
  for (const auto& line : outcome.transcript) text += "  " + line + "\n";
  if (outcome.failure) ADD_FAILURE() << text << "pcap: " << write_capture(test.name, outcome);
  if (!outcome.failure) std::puts(text.c_str());
}

INSTANTIATE_TEST_SUITE_P(Stories, TcpStory, ::testing::ValuesIn(load_cases()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace flue::story
