// `flue doctor`: is everything here that Flue needs? Facts are gathered first (doctor_facts.cc, the only part that
// touches the system); diagnose() judges them.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/cli/session.h"

namespace flue::cli {

struct Facts {
  std::string kernel_release;  // "6.1.0-18-amd64"
  bool tun_exists = false;     // /dev/net/tun
  int tun_error = 0;           // errno of opening it; 0: opened
  bool net_admin = false;      // CAP_NET_ADMIN is effective
  bool flue_user = false;      // user "flue" exists
  bool ip_tool = false;        // `ip` of iproute2 on the PATH
  std::string control_dir;
  bool control_dir_exists = false;
  bool control_dir_writable_by_all = false;
  std::string preload_path;       // where the library was found; empty: nowhere
  std::string preload_error;      // why it does not load; empty: it does
  std::optional<Json> daemon;     // its answer to "version"
  std::string daemon_error;       // why there is none
  bool daemon_forbidden = false;  // its socket is there, but not for this user
};

enum class Level : std::uint8_t { kOk, kWarn, kFail };
struct Finding {
  Level level = Level::kOk;
  std::string what;
  std::string advice;  // what to do; empty for kOk
};

std::vector<Finding> diagnose(const Facts& facts);
std::string render_findings(const std::vector<Finding>& findings);

// Looks at this machine.
Facts gather_facts(const Session& session);

// Exit status 1 if a finding is kFail.
void add_doctor(CLI::App& app, Session& session);

}  // namespace flue::cli
