#include "host/base/log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace flue {
namespace {

class Lines final : public Log {
 public:
  using Log::Log;
  std::vector<std::string> lines;

 protected:
  void write(LogLevel, std::string_view line) override { lines.emplace_back(line); }
};

TEST(Log, WritesFromItsLevelOn) {
  Lines log(LogLevel::kInfo);
  log(LogLevel::kDebug, "hidden {}", 1);
  log(LogLevel::kInfo, "shown {}", 2);
  log(LogLevel::kError, "shown {}", 3);
  EXPECT_EQ(log.lines, (std::vector<std::string>{"shown 2", "shown 3"}));
  log.set_level(LogLevel::kTrace);
  log(LogLevel::kTrace, "now");
  EXPECT_EQ(log.lines.back(), "now");
  EXPECT_TRUE(log.enabled(LogLevel::kTrace));
}

// Formatting this would be seen.
struct Counted {
  int* times;
};

}  // namespace
}  // namespace flue

template <>
struct fmt::formatter<flue::Counted> {
  constexpr auto parse(format_parse_context& context) { return context.begin(); }
  template <typename Context>
  auto format(const flue::Counted& counted, Context& context) const {
    ++*counted.times;
    return context.out();
  }
};

namespace flue {
namespace {

TEST(Log, DoesNotFormatWhatItDoesNotWrite) {
  int times = 0;
  Lines log(LogLevel::kWarning);
  log(LogLevel::kInfo, "{}", Counted{&times});
  EXPECT_EQ(times, 0);
  log(LogLevel::kWarning, "{}", Counted{&times});
  EXPECT_EQ(times, 1);
  EXPECT_FALSE(NullLog().enabled(LogLevel::kError));
}

}  // namespace
}  // namespace flue
