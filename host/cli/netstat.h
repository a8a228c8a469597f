// `flue netstat`: connections, listeners and UDP endpoints (TOOL-10, TOOL-11).
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "host/cli/session.h"

namespace flue::cli {

struct NetstatView {
  bool listeners = false;  // -a: listeners and UDP endpoints too
  bool pids = false;       // -o
  std::string proto;       // -p: "tcp" or "udp"; empty: both
};

// How an endpoint ("10.0.0.1:80") of a protocol is written; for -n as it is.
using EndpointText = std::function<std::string(const std::string& endpoint, const std::string& proto)>;

// The answer to "netstat" without the lines that the view does not ask for.
Json filter_netstat(const Json& answer, const NetstatView& view);
// What is left, in the layout of V-43.
std::string render_netstat(const Json& answer, const NetstatView& view, const EndpointText& endpoint_text);

void add_netstat(CLI::App& app, Session& session);

}  // namespace flue::cli
