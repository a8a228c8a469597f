// Configurations that must be refused, with the exact line that the operator reads.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "host/daemon/config.h"

namespace flue::daemon {

struct Bad {
  const char* name;
  std::string text;
  std::string line;
};

class RefusedConfig : public testing::TestWithParam<Bad> {
 protected:
  static void expect_refused() {
    const auto config = parse_config(GetParam().text, "f");
    ASSERT_FALSE(config);
    EXPECT_EQ(to_line(config.error(), "f"), GetParam().line);
  }
};

// A good configuration of four lines; `more` starts in the fifth.
inline std::string with_interface(const std::string& more) {
  return "[[interface]]\nname = \"flue0\"\nattach = \"tap:flue0\"\naddress = \"10.77.0.2/24\"\n" + more;
}

}  // namespace flue::daemon
