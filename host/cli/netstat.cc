#include "host/cli/netstat.h"

#include <fmt/format.h>

#include <iterator>
#include <memory>

#include "host/base/address.h"

namespace flue::cli {
namespace {

struct NetstatOptions {
  NetstatView view;
  bool numeric = false;
};

bool is_listener(const Json& connection) {
  return connection.at("proto") == "udp" || connection.at("state") == "LISTENING";
}

std::string upper_case(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

// Names are asked for only where there can be one.
std::string named(const Session& session, const std::string& endpoint, const std::string& proto) {
  const auto parsed = Endpoint::parse(endpoint);
  return parsed ? session.system.endpoint_name(*parsed, proto) : endpoint;
}

void run(Session& session, const NetstatOptions& options) {
  const auto answer = session.request({{"command", "netstat"}});
  if (!answer) return;
  EndpointText text = [](const std::string& endpoint, const std::string&) { return endpoint; };
  if (!options.numeric) {
    text = [&session](const std::string& endpoint, const std::string& proto) {
      return named(session, endpoint, proto);
    };
  }
  session.show(filter_netstat(*answer, options.view),
               [&](const Json& left) { return render_netstat(left, options.view, text); });
}

}  // namespace

Json filter_netstat(const Json& answer, const NetstatView& view) {
  Json left = answer;
  left["connections"] = Json::array();
  for (const Json& connection : answer.at("connections")) {
    if (is_listener(connection) && !view.listeners) continue;
    if (!view.proto.empty() && connection.at("proto") != view.proto) continue;
    left["connections"].push_back(connection);
  }
  return left;
}

std::string render_netstat(const Json& answer, const NetstatView& view, const EndpointText& endpoint_text) {
  std::string text = "\nActive Connections\n\n  Proto  Local Address          Foreign Address        State";
  text += view.pids ? "           PID\n" : "\n";
  for (const Json& connection : answer.at("connections")) {
    const auto proto = connection.at("proto").get<std::string>();
    const auto remote = connection.at("remote").get<std::string>();
    std::string line =
        fmt::format("  {:<5}  {:<21}  {:<21}  {:<14}", upper_case(proto),
                    endpoint_text(connection.at("local").get<std::string>(), proto),
                    proto == "udp" ? "*:*" : endpoint_text(remote, proto), connection.at("state").get<std::string>());
    if (view.pids) {
      const Json& pid = connection.at("pid");
      line += "  " + (pid.is_null() ? "-" : fmt::to_string(pid.get<std::int64_t>()));
    }
    text += trimmed(std::move(line)) + "\n";
  }
  return text;
}

void add_netstat(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("netstat", "Show connections and listeners");
  const auto options = std::make_shared<NetstatOptions>();
  command->add_flag("-a", options->view.listeners, "Listeners and UDP endpoints too");
  command->add_flag("-n", options->numeric, "Numbers, no names");
  command->add_flag("-o", options->view.pids, "The process that owns each socket");
  command->add_option("-p", options->view.proto, "Only this protocol: tcp or udp")
      ->transform(CLI::IsMember({"tcp", "udp"}, CLI::ignore_case))
      ->type_name("PROTOCOL");
  command->callback([&session, options] { run(session, *options); });
}

}  // namespace flue::cli
