#include "host/daemon/stderr_log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>

namespace flue::daemon {
namespace {

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kTrace:
      return spdlog::level::trace;
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
    case LogLevel::kOff:
      break;
  }
  return spdlog::level::off;
}

// sd-daemon(3): the priorities of syslog.
int to_priority(LogLevel level) {
  if (level == LogLevel::kError) return 3;
  if (level == LogLevel::kWarning) return 4;
  return level == LogLevel::kInfo ? 6 : 7;
}

}  // namespace

StderrLog::StderrLog(LogLevel level)
    : Log(level),
      logger_(std::make_unique<spdlog::logger>("flued", std::make_shared<spdlog::sinks::stderr_sink_st>())),
      journal_(std::getenv("JOURNAL_STREAM") != nullptr) {
  logger_->set_level(spdlog::level::trace);  // Log has decided before
  logger_->set_pattern(journal_ ? "%v" : "%Y-%m-%d %H:%M:%S.%e %l: %v");
}

StderrLog::~StderrLog() = default;

std::string StderrLog::printable(std::string_view line) {
  std::string text(line);
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return text;
}

void StderrLog::write(LogLevel level, std::string_view line) {
  const std::string text = printable(line);
  if (journal_) {
    logger_->log(to_spdlog(level), "<{}>{}", to_priority(level), text);
  } else {
    logger_->log(to_spdlog(level), "{}", text);
  }
}

}  // namespace flue::daemon
