// The text of a segment line: "P. 1:101(100) ack 1 win 8192 <nop,nop,ts 5 *> df", read and printed.
#pragma once

#include <string>
#include <string_view>

#include "host/base/result.h"
#include "tests/stories/runner/story.h"

namespace flue::story {

// The error is a sentence.
Result<SegmentText, std::string> parse_segment(std::string_view text);
std::string to_string(const SegmentText& segment);
std::string to_string(const std::vector<OptionText>& options);
std::string flags_text(wire::TcpFlags flags);

}  // namespace flue::story
