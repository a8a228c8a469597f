// Runs a story against a target in virtual time and says where it went another way.
#pragma once

#include <optional>
#include <string>

#include "tests/stories/runner/frames.h"
#include "tests/stories/runner/story.h"
#include "tests/stories/runner/target.h"

namespace flue::story {

struct Failure {
  int line = 0;
  std::string text;    // the line of the story
  std::string wanted;  // empty if the line says it all
  std::string got;
  TimePoint time;  // of the story
};

struct WireFrame {
  TimePoint time;
  Frame frame;
};

struct Outcome {
  std::optional<Failure> failure;
  std::vector<WireFrame> frames;        // everything on the wire, both ways
  std::vector<std::string> transcript;  // the segments of it, as text
};

Outcome run_story(const Story& story, StoryTarget& target);
std::string to_string(const Failure& failure, const Story& story);

}  // namespace flue::story
