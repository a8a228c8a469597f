#include "host/wire/parse_error.h"

#include <gtest/gtest.h>

#include <set>

namespace flue::wire {
namespace {

TEST(ParseError, EveryReasonHasItsOwnName) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(ParseError::kUnsupportedOperation); ++i) {
    names.insert(to_string(static_cast<ParseError>(i)));
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(ParseError::kUnsupportedOperation) + 1);
  EXPECT_FALSE(names.contains("unknown"));
}

}  // namespace
}  // namespace flue::wire
