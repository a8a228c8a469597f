// flued: reads its configuration, builds the daemon, runs it. Whatever keeps it from running is one line on stderr and
// exit status 2.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "host/base/version.h"
#include "host/daemon/config.h"
#include "host/daemon/daemon.h"
#include "host/daemon/notify.h"
#include "host/daemon/stderr_log.h"
#include "host/params/parameter_table.h"
#include "host/params/profiles.h"

namespace flue::daemon {
namespace {

constexpr int kCannotRun = 2;

int refuse(const std::string& line) {
  fmt::print(stderr, "flued: {}\n", line);
  return kCannotRun;
}

void print_parameters(const Config& config) {
  for (const ParameterListing& line : list_parameters(config.parameters, config.overridden)) {
    const std::string value = line.value ? std::to_string(*line.value) : "automatic";
    fmt::print("{:<3} {:<37} {:>10} {:<11} {}\n", to_string(line.row->section), line.row->name, value, line.row->unit,
               line.from_config ? "config" : to_string(config.parameters.profile));
  }
}

int check(const Config& config, bool verbose) {
  fmt::print("flued: {} is good: profile {}, {} interface{}\n", config.file, to_string(config.parameters.profile),
             config.interfaces.size(), config.interfaces.size() == 1 ? "" : "s");
  if (!verbose) return 0;
  for (const std::string& note : parameter_notes(config.parameters)) fmt::print("note: {}\n", note);
  print_parameters(config);
  return 0;
}

int run(Config config) {
  StderrLog log(config.log_level);
  Daemon daemon(std::move(config), log);
  if (const auto started = daemon.start(); !started) return refuse(started.error());
  fmt::print("flued: ready\n");
  std::fflush(stdout);
  notify_ready();
  daemon.run();
  return 0;
}

int main(int argc, char** argv) {
  CLI::App app("flued, the daemon of Flue: a TCP/IP stack for unmodified programs", "flued");
  std::string file;
  bool only_check = false;
  bool verbose = false;
  app.add_option("-c,--config", file, "Configuration file, flued.toml(5)")->required()->type_name("FILE");
  app.add_flag("--check", only_check, "Check the configuration file and exit: 0 if it is good, 2 if not");
  app.add_flag("-v,--verbose", verbose, "With --check: list every parameter, its value and where that is from");
  app.set_version_flag("--version", fmt::format("flued {}", kVersion));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    if (stop.get_exit_code() == 0) return app.exit(stop);  // --help, --version
    return refuse(fmt::format("{}; see flued --help", stop.what()));
  }
  auto config = read_config(file);
  if (!config) return refuse(to_line(config.error(), file));
  return only_check ? check(*config, verbose) : run(std::move(*config));
}

}  // namespace
}  // namespace flue::daemon

int main(int argc, char** argv) { return flue::daemon::main(argc, argv); }
