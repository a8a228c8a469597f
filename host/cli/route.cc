#include "host/cli/route.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <memory>
#include <optional>

namespace flue::cli {
namespace {

constexpr const char* kRule = "===========================================================================\n";

struct RouteOptions {
  std::string verb;
  std::vector<std::string> words;
  bool persistent = false;
};

std::string lower_case(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// Decimal, or hexadecimal after 0x as the interface list prints it.
std::optional<std::uint32_t> parse_number(const std::string& text) {
  const bool hex = text.starts_with("0x");
  std::uint32_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data() + (hex ? 2 : 0), end, value, hex ? 16 : 10);
  if (failed != std::errc{} || stop != end) return std::nullopt;
  return value;
}

// The interface list separates the bytes of a MAC by blanks (V-02).
std::string blank_separated(std::string mac) {
  std::replace(mac.begin(), mac.end(), ':', ' ');
  return mac;
}

std::string interface_list(const Json& interfaces) {
  std::string text = "Interface List\n0x1 ........................... Loopback interface\n";
  for (const Json& interface : interfaces) {
    fmt::format_to(std::back_inserter(text), "0x{:x} ...{} ...... {}\n", interface.at("index").get<std::uint32_t>(),
                   blank_separated(interface.at("mac").get<std::string>()), interface.at("name").get<std::string>());
  }
  return text;
}

void run(Session& session, const RouteOptions& options) {
  const std::string verb = lower_case(options.verb);
  if (verb == "print") {
    if (const auto answer = session.request({{"command", "route"}})) session.show(*answer, render_route);
    return;
  }
  if (options.persistent) {
    session.fail("route -p is not supported: write the route into flued.toml as a [[route]] instead");
    return;
  }
  const auto request = parse_route_words(verb, options.words);
  if (!request) {
    session.fail(request.error());
    return;
  }
  if (const auto answer = session.request(*request)) session.show(*answer, [](const Json&) { return ""; });
}

}  // namespace

std::string render_route(const Json& answer) {
  const bool nt4 = answer.at("profile") == "nt4";
  std::string text =
      fmt::format("\nIPv4 Route Table\n{0}{1}{0}{0}Active Routes:\n", kRule, interface_list(answer.at("interfaces")));
  text += fmt::format("{:<19}{:>15}{:>17}{:>16}{:>8}\n", nt4 ? "Network Address" : "Network Destination", "Netmask",
                      nt4 ? "Gateway Address" : "Gateway", "Interface", "Metric");
  for (const Json& route : answer.at("routes")) {
    fmt::format_to(std::back_inserter(text), "{:>17}{:>17}{:>17}{:>16}{:>8}\n",
                   route.at("destination").get<std::string>(), route.at("netmask").get<std::string>(),
                   route.at("gateway").get<std::string>(), route.at("interface").get<std::string>(),
                   route.at("metric").get<std::uint32_t>());
  }
  if (const Json& gateway = answer.at("default_gateway"); gateway.is_string()) {
    fmt::format_to(std::back_inserter(text), "Default Gateway:{:>18}\n", gateway.get<std::string>());
  }
  text += fmt::format("{}Persistent Routes:\n", kRule);
  if (answer.at("persistent_routes").empty()) text += "  None\n";
  return text;
}

Result<Json, std::string> parse_route_words(const std::string& verb, const std::vector<std::string>& words) {
  if (words.empty()) return fail(fmt::format("route {} needs a destination", verb));
  Json request{{"command", "route-" + verb}, {"destination", words[0]}};
  if (verb == "add") request["netmask"] = "255.255.255.255";
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string word = lower_case(words[i]);
    const bool is_key = word == "mask" || word == "metric" || word == "if";
    if (!is_key && request.contains("gateway")) return fail(fmt::format("route {}: what is \"{}\"?", verb, words[i]));
    if (!is_key) {
      request["gateway"] = word;
      continue;
    }
    if (++i == words.size()) return fail(fmt::format("route {}: {} needs a value", verb, words[i - 1]));
    if (word == "mask") {
      request["netmask"] = words[i];
      continue;
    }
    const auto number = parse_number(words[i]);
    if (!number) return fail(fmt::format("route {}: {} needs a number, not \"{}\"", verb, words[i - 1], words[i]));
    request[word == "metric" ? "metric" : "interface"] = *number;
  }
  return request;
}

void add_route(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("route", "Show and change the route table");
  const auto options = std::make_shared<RouteOptions>();
  command->add_flag("-p", options->persistent, "Keep the route over restarts (not supported: use the configuration)");
  command->add_option("verb", options->verb, "print, add or delete")
      ->required()
      ->check(CLI::IsMember({"print", "add", "delete"}, CLI::ignore_case));
  command->add_option("words", options->words, "DESTINATION [MASK netmask] [gateway] [METRIC metric] [IF interface]");
  command->callback([&session, options] { run(session, *options); });
}

}  // namespace flue::cli
