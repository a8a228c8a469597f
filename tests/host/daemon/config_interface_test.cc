#include <gtest/gtest.h>

#include "host/daemon/config_sections.h"

namespace flue::daemon {
namespace {

TEST(ParseSpeed, ReadsDecimalUnits) {
  EXPECT_EQ(parse_speed("100G"), 100'000'000'000u);
  EXPECT_EQ(parse_speed("2.5G"), 2'500'000'000u);
  EXPECT_EQ(parse_speed("10M"), 10'000'000u);
  EXPECT_EQ(parse_speed("56k"), 56'000u);
  EXPECT_EQ(parse_speed("56K"), 56'000u);
  EXPECT_EQ(parse_speed("1T"), 1'000'000'000'000u);
}

TEST(ParseSpeed, RefusesEverythingElse) {
  for (const char* text : {"", "G", "100", "100g", "-1G", "1e3G", "1 G", "0G", "nanG", "infG", "9999999T", "0x1G"}) {
    EXPECT_EQ(parse_speed(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace flue::daemon
