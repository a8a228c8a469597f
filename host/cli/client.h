// The way to the daemon: one request over <control_dir>/admin.sock, one answer.
#pragma once

#include <chrono>
#include <string>

#include "host/cli/session.h"

namespace flue::cli {

// Waits up to `patience` for the whole answer. The error is one line that says what to do.
Result<Json, std::string> ask_daemon(const std::string& control_dir, const Json& request,
                                     std::chrono::milliseconds patience);

}  // namespace flue::cli
