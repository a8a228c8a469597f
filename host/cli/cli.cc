#include "host/cli/cli.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "host/base/version.h"
#include "host/cli/arp.h"
#include "host/cli/control.h"
#include "host/cli/doctor.h"
#include "host/cli/ipconfig.h"
#include "host/cli/netstat.h"
#include "host/cli/ping.h"
#include "host/cli/route.h"
#include "host/cli/stats.h"

namespace flue::cli {
namespace {

// The reference's own spellings, as this parser knows them.
std::string modern_spelling(const std::string& word) {
  if (word == "/all" || word == "-all") return "--all";
  if (word == "-?" || word == "/?") return "--help";
  return word;
}

}  // namespace

int run_command_line(const std::vector<std::string>& words, const System& system, std::ostream& out,
                     std::ostream& err) {
  Session session(system, out, err);
  CLI::App app("Flue's command line: looks at and changes a running flued", "flue");
  app.set_version_flag("--version", "flue " + std::string(kVersion));
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--control-dir", session.control_dir, "Where the daemon's sockets are")
      ->envname("FLUE_CONTROL_DIR")
      ->capture_default_str();
  app.add_flag("--json", session.json, "For programs: JSON with stable key names");
  app.footer(
      "flue run -- PROGRAM ARGUMENTS starts a program on Flue; see flue run --help.\n"
      "--json and --control-dir may stand after the command.");
  for (auto* add : {add_netstat, add_arp, add_route, add_ipconfig, add_stats, add_ping, add_release, add_log_level,
                    add_doctor, add_version}) {
    add(app, session);
  }

  std::vector<std::string> reversed;  // as the parser wants them
  std::transform(words.rbegin(), words.rend(), std::back_inserter(reversed), modern_spelling);
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error, out, err);  // --help, --version
    err << "flue: " << error.what() << "; see flue --help\n";
    return 2;
  } catch (const Json::exception& error) {
    session.fail(std::string("the daemon's answer is not understood (") + error.what() +
                 "); do flue and flued have the same version?");
  }
  return session.status;
}

}  // namespace flue::cli
