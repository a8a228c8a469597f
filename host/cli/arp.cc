#include "host/cli/arp.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <vector>

namespace flue::cli {
namespace {

struct ArpOptions {
  bool all = false;
  std::vector<std::string> add;
  std::string remove;
};

// The reference joins bytes by hyphens.
std::string hyphenated(std::string mac) {
  std::replace(mac.begin(), mac.end(), ':', '-');
  return mac;
}

void run(Session& session, const ArpOptions& options) {
  if (!options.add.empty()) {
    Json request{{"command", "arp-add"}, {"address", options.add[0]}, {"mac", options.add[1]}};
    if (options.add.size() > 2) request["interface"] = options.add[2];
    if (const auto answer = session.request(request)) session.show(*answer, [](const Json&) { return ""; });
    return;
  }
  if (!options.remove.empty()) {
    const auto answer = session.request({{"command", "arp-delete"}, {"address", options.remove}});
    if (answer) session.show(*answer, [](const Json&) { return ""; });
    return;
  }
  if (const auto answer = session.request({{"command", "arp"}})) session.show(*answer, render_arp);
}

}  // namespace

std::string render_arp(const Json& answer) {
  std::string text;
  for (const Json& interface : answer.at("interfaces")) {
    if (interface.at("entries").empty()) continue;
    if (!text.empty()) text += "\n";
    fmt::format_to(std::back_inserter(text), "Interface: {} --- 0x{:x}\n", interface.at("address").get<std::string>(),
                   interface.at("index").get<std::uint32_t>());
    text += "  Internet Address      Physical Address      Type\n";
    for (const Json& entry : interface.at("entries")) {
      fmt::format_to(std::back_inserter(text), "  {:<22}{:<22}{}\n", entry.at("address").get<std::string>(),
                     hyphenated(entry.at("mac").get<std::string>()), entry.at("type").get<std::string>());
    }
  }
  return text.empty() ? "No ARP Entries Found\n" : text;
}

void add_arp(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("arp", "Show and change the ARP caches");
  const auto options = std::make_shared<ArpOptions>();
  auto* list = command->add_flag("-a,-g", options->all, "List all entries (the default)");
  auto* add = command->add_option("-s", options->add, "Add a static entry, for one interface or the one that fits")
                  ->expected(2, 3)
                  ->type_name("ADDRESS MAC [INTERFACE-ADDRESS]");
  auto* remove = command->add_option("-d", options->remove, "Delete an entry")->type_name("ADDRESS");
  add->excludes(list)->excludes(remove);
  remove->excludes(list);
  command->callback([&session, options] { run(session, *options); });
}

}  // namespace flue::cli
