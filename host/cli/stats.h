// `flue stats`: every counter of the stack, by layer.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "host/cli/session.h"

namespace flue::cli {

// The answer to "stats": one block per layer, one line per counter.
std::string render_stats(const Json& answer);

void add_stats(CLI::App& app, Session& session);

}  // namespace flue::cli
