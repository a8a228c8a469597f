// `flue ipconfig`: the interfaces' configuration (TOOL-02).
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "host/cli/session.h"

namespace flue::cli {

// The answer to "ipconfig" in the layout of V-41. `all`: the global part and the hardware too (/all).
std::string render_ipconfig(const Json& answer, bool all);

void add_ipconfig(CLI::App& app, Session& session);

}  // namespace flue::cli
