// The manual page describes every parameter of the table, and no other, with its range and effect.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "host/params/parameter_table.h"

namespace flue {
namespace {

std::string manual_page() {
  std::ifstream file(FLUE_SOURCE_DIR "/packaging/flued.toml.5");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string entry(const ParameterRow& row) {
  const std::string range = row.is_bool() ? "truth value" : fmt::format("{}..{} {}", row.least, row.most, row.unit);
  const std::string_view scope = row.scope == ParameterScope::kInterface ? ", \\fIinterface\\fR" : "";
  std::string effect;
  for (const char c : row.effect) effect += c == '-' ? "\\-" : std::string(1, c);
  effect[0] = static_cast<char>(std::toupper(effect[0]));
  return fmt::format(".TP\n.BR {} \" ({}{})\"\n{}.\n", row.name, range, scope, effect);
}

class Manual : public testing::TestWithParam<ParameterRow> {};

TEST_P(Manual, DescribesTheParameter) {
  EXPECT_NE(manual_page().find(entry(GetParam())), std::string::npos) << "packaging/flued.toml.5 lacks:\n"
                                                                      << entry(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, Manual, testing::ValuesIn(parameter_table().begin(), parameter_table().end()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Manual, DescribesNoOtherParameter) {
  const std::string page = manual_page();
  const std::size_t start = page.find(".SS [tcp]");
  ASSERT_NE(start, std::string::npos);
  std::istringstream lines(page.substr(start));
  for (std::string line; std::getline(lines, line) && line.rfind(".SH", 0) != 0;) {
    if (line.rfind(".BR ", 0) != 0) continue;
    const std::string name = line.substr(4, line.find(' ', 4) - 4);
    EXPECT_NE(find_parameter(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace flue
