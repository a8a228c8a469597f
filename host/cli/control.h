// `flue release`, `flue log-level` and `flue version`: the small commands.
#pragma once

#include <CLI/CLI.hpp>

#include "host/cli/session.h"

namespace flue::cli {

void add_release(CLI::App& app, Session& session);
void add_log_level(CLI::App& app, Session& session);
void add_version(CLI::App& app, Session& session);

}  // namespace flue::cli
