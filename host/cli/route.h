// `flue route`: the route table (TOOL-04, ROUTE-17, ROUTE-18, ROUTE-20).
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "host/base/result.h"
#include "host/cli/session.h"

namespace flue::cli {

// The answer to "route" in the layout of V-02; the columns are named as the profile's generation names them.
std::string render_route(const Json& answer);

// "DEST [MASK mask] [gateway] [METRIC n] [IF number]", the words after `route add` or `route delete` in any case, as a
// request. Without MASK the destination is one host; the error is one line.
Result<Json, std::string> parse_route_words(const std::string& verb, const std::vector<std::string>& words);

void add_route(CLI::App& app, Session& session);

}  // namespace flue::cli
