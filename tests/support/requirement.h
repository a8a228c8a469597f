// REQUIREMENT("ARP-07"): this test checks the statement of that requirement. Several ids may be given, as literals or,
// in a table of cases, as values. Ids are recorded at run time and count only if the test passes; scripts/requirements
// reads what was recorded. An id that tests/requirements.toml does not have ends the program.
#pragma once

#include <initializer_list>
#include <string_view>

#define REQUIREMENT(...) ::flue::test::record_requirements({__VA_ARGS__})

namespace flue::test {

void record_requirements(std::initializer_list<std::string_view> ids);
[[nodiscard]] bool is_requirement(std::string_view id);

// Appends the recorded ids of each test that passes, as JSON lines {"id", "test", "passed"}, to
// $FLUE_REQUIREMENTS_DIR/<program>.jsonl. Without that variable nothing is written. Called by main.
void install_requirement_listener();

}  // namespace flue::test
