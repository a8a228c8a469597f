// The calls of a story: what the program does, ICMP errors, and looks at the state.
#pragma once

#include <string>

#include "tests/stories/runner/session.h"
#include "tests/stories/runner/story.h"

namespace flue::story {

// Empty if it went as the line says, else what was different.
std::string run_call(Session& session, const std::string& connection, const Call& call);

}  // namespace flue::story
