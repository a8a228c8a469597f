#include "host/daemon/stderr_log.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <regex>
#include <string>

namespace flue::daemon {
namespace {

std::string logged(LogLevel level, LogLevel event, const std::string& text) {
  testing::internal::CaptureStderr();
  {
    StderrLog log(level);
    log(event, "{}", text);
  }
  return testing::internal::GetCapturedStderr();
}

TEST(StderrLog, WritesTimeLevelAndText) {
  unsetenv("JOURNAL_STREAM");
  EXPECT_TRUE(std::regex_match(logged(LogLevel::kInfo, LogLevel::kWarning, "a peer"),
                               std::regex(R"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} warning: a peer\n)")));
}

TEST(StderrLog, WritesPrioritiesForTheJournal) {
  setenv("JOURNAL_STREAM", "1:2", 1);
  EXPECT_EQ(logged(LogLevel::kTrace, LogLevel::kError, "a"), "<3>a\n");
  EXPECT_EQ(logged(LogLevel::kTrace, LogLevel::kWarning, "a"), "<4>a\n");
  EXPECT_EQ(logged(LogLevel::kTrace, LogLevel::kInfo, "a"), "<6>a\n");
  EXPECT_EQ(logged(LogLevel::kTrace, LogLevel::kDebug, "a"), "<7>a\n");
  unsetenv("JOURNAL_STREAM");
}

TEST(StderrLog, IsSilentBelowItsLevel) {
  EXPECT_EQ(logged(LogLevel::kWarning, LogLevel::kInfo, "a"), "");
  EXPECT_EQ(logged(LogLevel::kOff, LogLevel::kError, "a"), "");
}

TEST(StderrLog, KeepsOneEventOnOneLine) { EXPECT_EQ(StderrLog::printable("a\nb\tc\x1b[31m{}\x7f"), "a b c [31m{} "); }

}  // namespace
}  // namespace flue::daemon
