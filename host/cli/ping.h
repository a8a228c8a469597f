// `flue ping`: echo requests from the daemon's own stack (TOOL-05 to TOOL-07).
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "host/cli/session.h"

namespace flue::cli {

// "Pinging web [10.0.0.1] with 32 bytes of data:"; a name that is the address itself is not repeated.
std::string render_ping_heading(const std::string& name, const std::string& address, std::uint32_t bytes);
// One answer of the daemon's "ping", as its line.
std::string render_ping_answer(const Json& answer);
// {"address", "sent", "received", "lost", "loss_percent", "minimum_us", "maximum_us", "average_us", "answers"}; the
// three times are absent if nothing came back.
Json summarize_pings(const std::string& address, const Json& answers);
// The statistics block of V-42.
std::string render_ping_statistics(const Json& summary);

void add_ping(CLI::App& app, Session& session);

}  // namespace flue::cli
