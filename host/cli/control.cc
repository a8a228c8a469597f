#include "host/cli/control.h"

#include <memory>
#include <string>

#include "host/base/version.h"

namespace flue::cli {

void add_release(CLI::App& app, Session& session) {
  struct Options {
    std::string local, remote;
  };
  auto* command = app.add_subcommand("release", "Reset one connection");
  const auto options = std::make_shared<Options>();
  command->add_option("local", options->local, "ADDRESS:PORT on this host, as netstat -n shows it")->required();
  command->add_option("remote", options->remote, "ADDRESS:PORT of the peer")->required();
  command->callback([&session, options] {
    const auto answer =
        session.request({{"command", "release"}, {"local", options->local}, {"remote", options->remote}});
    if (answer) session.show(*answer, [](const Json&) { return ""; });
  });
}

void add_log_level(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("log-level", "Show or set how much the daemon logs");
  const auto level = std::make_shared<std::string>();
  command->add_option("level", *level, "trace, debug, info, warning, error or off");
  command->callback([&session, level] {
    Json request{{"command", "log-level"}};
    if (!level->empty()) request["level"] = *level;
    const auto answer = session.request(request);
    if (answer) session.show(*answer, [](const Json& json) { return json.at("level").get<std::string>() + "\n"; });
  });
}

// Works without a daemon: then only the tool's own version is shown.
void add_version(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("version", "Show the version of the tool and of the daemon");
  command->callback([&session] {
    const auto daemon = session.system.ask(session.control_dir, {{"command", "version"}}, std::chrono::seconds(5));
    Json answer{{"flue", kVersion}, {"daemon", daemon && !daemon->contains("error") ? *daemon : Json()}};
    if (answer["daemon"].is_null()) answer["reason"] = daemon ? daemon->at("error") : Json(daemon.error());
    session.show(answer, [](const Json& json) {
      std::string text = "flue " + json.at("flue").get<std::string>() + "\n";
      const Json& running = json.at("daemon");
      if (running.is_null()) return text + "flued: " + json.at("reason").get<std::string>() + "\n";
      return text + "flued " + running.at("version").get<std::string>() + ", profile " +
             running.at("profile").get<std::string>() + "\n";
    });
  });
}

}  // namespace flue::cli
