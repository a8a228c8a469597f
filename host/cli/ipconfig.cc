#include "host/cli/ipconfig.h"

#include <fmt/format.h>

#include <memory>
#include <string_view>

namespace flue::cli {
namespace {

// "Host Name . . . . . . . . . . . . : value": dots stand at even columns of a field of 34.
std::string line(std::string label, std::string_view value) {
  while (label.size() < 34) label += label.size() % 2 == 0 ? '.' : ' ';
  label += ": ";
  label += value;
  label.erase(label.find_last_not_of(' ') + 1);
  return "        " + label + "\n";
}

std::string_view yes_no(const Json& flag) { return flag.get<bool>() ? "Yes" : "No"; }

std::string upper_hyphenated(std::string mac) {
  for (char& c : mac) c = c == ':' ? '-' : c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  return mac;
}

std::string global_part(const Json& answer) {
  return line("Host Name", answer.at("host_name").get<std::string>()) +
         line("IP Routing Enabled", yes_no(answer.at("ip_routing")));
}

std::string adapter(const Json& interface, bool all) {
  std::string text = fmt::format("\nEthernet adapter {}:\n\n", interface.at("name").get<std::string>());
  if (!interface.at("up").get<bool>()) text += line("Media State", "Cable Disconnected");
  if (all) {
    text += line("Description", interface.at("description").get<std::string>());
    text += line("Physical Address", upper_hyphenated(interface.at("mac").get<std::string>()));
    text += line("DHCP Enabled", yes_no(interface.at("dhcp")));
    text += line("Autoconfiguration Enabled", yes_no(interface.at("autoconfiguration")));
  }
  for (const Json& address : interface.at("addresses")) {
    text += line("IP Address", address.at("address").get<std::string>());
    text += line("Subnet Mask", address.at("netmask").get<std::string>());
  }
  const Json& gateways = interface.at("gateways");
  text += line("Default Gateway", gateways.empty() ? "" : gateways[0].get<std::string>());
  for (std::size_t i = 1; i < gateways.size(); ++i) {
    text += std::string(44, ' ') + gateways[i].get<std::string>() + "\n";
  }
  return text;
}

}  // namespace

std::string render_ipconfig(const Json& answer, bool all) {
  std::string text = "\nFlue IP Configuration\n";
  if (all) text += "\n" + global_part(answer);
  for (const Json& interface : answer.at("interfaces")) text += adapter(interface, all);
  return text;
}

void add_ipconfig(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("ipconfig", "Show the interfaces' addresses");
  const auto all = std::make_shared<bool>(false);
  command->add_flag("--all", *all, "Everything; /all and -all are the same");
  command->callback([&session, all] {
    const auto answer = session.request({{"command", "ipconfig"}});
    if (answer) session.show(*answer, [&](const Json& json) { return render_ipconfig(json, *all); });
  });
}

}  // namespace flue::cli
