// Not a test of Flue: three outcomes for support_test.cc to run and to read about.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/requirement.h"
#include "tests/support/seed.h"

namespace {

TEST(Sample, Passes) {
  REQUIREMENT("ARP-07", "ARP-08");
  REQUIREMENT("ARP-07");
  fmt::print("first random number {}\n", flue::test::random_stream().next());
}

TEST(Sample, Fails) {
  REQUIREMENT("ARP-09");
  FAIL() << "as it should";
}

TEST(Sample, IsSkipped) {
  REQUIREMENT("ARP-10");
  GTEST_SKIP() << "as it should";
}

}  // namespace
