// Logging: a Log& arrives through constructors; text is formatted only when the level is on.
// Levels: error (something is lost), warning (the operator should act), info (life of the daemon), debug (per
// connection), trace (per segment).
#pragma once

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace flue {

enum class LogLevel { kTrace, kDebug, kInfo, kWarning, kError, kOff };

inline constexpr std::array<std::string_view, 6> kLogLevelNames = {"trace", "debug", "info", "warning", "error", "off"};

constexpr std::string_view to_string(LogLevel level) { return kLogLevelNames[static_cast<std::size_t>(level)]; }

constexpr std::optional<LogLevel> parse_log_level(std::string_view name) {
  for (std::size_t i = 0; i < kLogLevelNames.size(); ++i) {
    if (kLogLevelNames[i] == name) return static_cast<LogLevel>(i);
  }
  return std::nullopt;
}

class Log {
 public:
  explicit Log(LogLevel level) : level_(level) {}
  virtual ~Log() = default;

  [[nodiscard]] bool enabled(LogLevel level) const { return level >= level_; }
  [[nodiscard]] LogLevel level() const { return level_; }
  void set_level(LogLevel level) { level_ = level; }

  template <typename... Args>
  void operator()(LogLevel level, fmt::format_string<Args...> text, Args&&... args) {
    if (enabled(level)) write(level, fmt::format(text, std::forward<Args>(args)...));
  }

 protected:
  virtual void write(LogLevel level, std::string_view line) = 0;

 private:
  LogLevel level_;
};

// Drops everything; for tests and tools that do not care.
class NullLog final : public Log {
 public:
  NullLog() : Log(LogLevel::kOff) {}

 protected:
  void write(LogLevel, std::string_view) override {}
};

}  // namespace flue
