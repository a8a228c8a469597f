// main of every unit test program: gtest's, with a seed, recorded requirements and a way to repeat a failure.
#include <gmock/gmock.h>

#include "tests/support/reporter.h"
#include "tests/support/requirement.h"
#include "tests/support/seed.h"

int main(int argc, char** argv) {
  ::testing::InitGoogleMock(&argc, argv);
  flue::test::choose_seed(argc, argv);
  flue::test::install_requirement_listener();
  flue::test::install_failure_reporter();
  return RUN_ALL_TESTS();
}
