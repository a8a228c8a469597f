#include "host/cli/stats.h"

#include <fmt/format.h>

#include <iterator>

namespace flue::cli {

std::string render_stats(const Json& answer) {
  std::string text;
  std::string layer;
  for (const auto& [name, value] : answer.at("counters").items()) {  // in alphabetical order
    const std::size_t dot = name.find('.');
    if (text.empty() || name.substr(0, dot) != layer) {
      layer = name.substr(0, dot);
      text += (text.empty() ? "" : "\n") + layer + "\n";
    }
    const std::string rest = dot == std::string::npos ? name : name.substr(dot + 1);
    fmt::format_to(std::back_inserter(text), "  {:<36}{:>16}\n", rest, value.get<std::uint64_t>());
  }
  return text;
}

void add_stats(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("stats", "Show the counters of every layer");
  command->callback([&session] {
    if (const auto answer = session.request({{"command", "stats"}})) session.show(*answer, render_stats);
  });
}

}  // namespace flue::cli
