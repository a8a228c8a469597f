// `flue arp`: the ARP caches (TOOL-03, ARP-29).
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "host/cli/session.h"

namespace flue::cli {

// The answer to "arp" in the layout of V-01.
std::string render_arp(const Json& answer);

void add_arp(CLI::App& app, Session& session);

}  // namespace flue::cli
