// The daemon's log: one event per line on stderr. Under systemd (JOURNAL_STREAM is set) a line starts with its
// syslog priority, "<6>...", and the journal adds the time; elsewhere with time and level.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "host/base/log.h"

namespace spdlog {
class logger;
}

namespace flue::daemon {

class StderrLog final : public Log {
 public:
  explicit StderrLog(LogLevel level);
  ~StderrLog() override;

  // The line as it is written, without time: control characters become spaces, so that one event stays one line even if
  // its text came from a program.
  static std::string printable(std::string_view line);

 protected:
  void write(LogLevel level, std::string_view line) override;

 private:
  std::unique_ptr<spdlog::logger> logger_;
  bool journal_;
};

}  // namespace flue::daemon
