#include "host/base/check.h"

#include <gtest/gtest.h>

namespace flue {
namespace {

TEST(Check, PassesWhatHolds) { FLUE_CHECK(1 + 1 == 2); }

TEST(CheckDeathTest, StopsTheProgramAndNamesTheCondition) {
  EXPECT_DEATH(FLUE_CHECK(1 + 1 == 3), "internal error: 1 \\+ 1 == 3 does not hold \\(.*check_test.cc:[0-9]+\\)");
}

}  // namespace
}  // namespace flue
