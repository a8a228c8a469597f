#include "host/cli/doctor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <utility>

namespace flue::cli {
namespace {

constexpr std::pair<int, int> kOldestKernel{6, 1};
// Below this many new connections per second to one peer port, an operator should know the limit.
constexpr std::uint64_t kFewConnectionsPerSecond = 200;

Finding ok(std::string what) { return {Level::kOk, std::move(what), ""}; }
Finding warn(std::string what, std::string advice) { return {Level::kWarn, std::move(what), std::move(advice)}; }
Finding bad(std::string what, std::string advice) { return {Level::kFail, std::move(what), std::move(advice)}; }

// "6.1.0-18-amd64" is {6, 1}; {0, 0} if the text is no version.
std::pair<int, int> kernel_version(const std::string& release) {
  std::pair<int, int> version{0, 0};
  const char* end = release.data() + release.size();
  const char* dot = std::from_chars(release.data(), end, version.first).ptr;
  if (dot != end) std::from_chars(dot + 1, end, version.second);
  return version;
}

Finding check_kernel(const Facts& facts) {
  const std::string what = fmt::format("kernel {}", facts.kernel_release);
  if (kernel_version(facts.kernel_release) >= kOldestKernel) return ok(what);
  return bad(what, "Flue needs Linux 6.1 or later: boot a newer kernel");
}

Finding check_tun(const Facts& facts) {
  if (!facts.tun_exists) return bad("/dev/net/tun is missing", "load the module: modprobe tun");
  if (facts.tun_error == EACCES || facts.tun_error == EPERM) {
    return warn("/dev/net/tun cannot be opened by this user", "start flued as root; it drops its privileges itself");
  }
  if (facts.tun_error != 0) {
    return bad(fmt::format("/dev/net/tun does not open: {}", std::strerror(facts.tun_error)),
               "load the module: modprobe tun");
  }
  return ok("/dev/net/tun opens");
}

Finding check_permission(const Facts& facts) {
  if (facts.net_admin) return ok("this user may set up network interfaces");
  return warn("this user may not set up network interfaces", "start flued as root or with CAP_NET_ADMIN");
}

Finding check_user(const Facts& facts) {
  if (facts.flue_user) return ok("user flue exists");
  return warn("user flue does not exist, so flued cannot drop to it",
              "useradd --system --user-group --no-create-home --shell /usr/sbin/nologin flue");
}

Finding check_tools(const Facts& facts) {
  if (facts.ip_tool) return ok("ip (namespaces, TAP devices) is installed");
  return warn("ip is not on the PATH", "apt-get install iproute2, to make namespaces and look at TAP devices");
}

Finding check_control_dir(const Facts& facts) {
  if (!facts.control_dir_exists) {
    return warn(fmt::format("control directory {} does not exist", facts.control_dir),
                "flued makes it when it starts; --control-dir names another");
  }
  if (facts.control_dir_writable_by_all) {
    return bad(fmt::format("control directory {} is writable by everybody", facts.control_dir),
               fmt::format("others could replace its sockets: chmod 755 {}", facts.control_dir));
  }
  return ok(fmt::format("control directory {}", facts.control_dir));
}

Finding check_preload(const Facts& facts) {
  if (facts.preload_path.empty()) {
    return bad("libflue_preload.so is not installed, so `flue run` cannot work",
               "install Flue: cmake --install build/release");
  }
  if (!facts.preload_error.empty()) {
    return bad(fmt::format("{} does not load: {}", facts.preload_path, facts.preload_error),
               "build and install Flue on this machine again");
  }
  return ok(fmt::format("{} loads", facts.preload_path));
}

Finding check_daemon(const Facts& facts) {
  if (facts.daemon_forbidden) return warn("this user may not ask the daemon", facts.daemon_error);
  if (!facts.daemon) return bad("no answer from the daemon", facts.daemon_error);
  return ok(fmt::format("flued {} answers, profile {}", facts.daemon->value("version", "?"),
                        facts.daemon->value("profile", "?")));
}

// profiles.md: automatic ports and TIME-WAIT bound the rate of active connections to one peer port.
Finding check_ports(const Json& daemon) {
  const auto first = daemon.value("first_automatic_port", std::uint64_t{0});
  const auto last = daemon.value("last_automatic_port", std::uint64_t{0});
  const auto wait = std::max(daemon.value("timed_wait_seconds", std::uint64_t{0}), std::uint64_t{1});
  const std::uint64_t ports = last >= first ? last - first + 1 : 0;
  const std::string what =
      fmt::format("{} automatic ports and {} s of TIME-WAIT allow about {} new connections per second to one peer port",
                  ports, wait, ports / wait);
  if (ports / wait >= kFewConnectionsPerSecond) return ok(what);
  return warn(what,
              "fine for servers; for many outgoing connections raise MaxUserPort, lower TcpTimedWaitDelay, or use "
              "profile = \"modern\"");
}

std::string_view level_name(Level level) {
  switch (level) {
    case Level::kOk:
      return "OK";
    case Level::kWarn:
      return "WARN";
    case Level::kFail:
      return "FAIL";
  }
  return "FAIL";
}

Json as_json(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    list.push_back({{"level", level_name(finding.level)}, {"what", finding.what}, {"advice", finding.advice}});
  }
  return {{"findings", std::move(list)}};
}

}  // namespace

std::vector<Finding> diagnose(const Facts& facts) {
  std::vector<Finding> findings{check_kernel(facts),  check_tun(facts),   check_permission(facts),
                                check_user(facts),    check_tools(facts), check_control_dir(facts),
                                check_preload(facts), check_daemon(facts)};
  if (!facts.daemon) return findings;
  findings.push_back(check_ports(*facts.daemon));
  for (const Json& note : facts.daemon->value("notes", Json::array())) {
    findings.push_back(warn(note.get<std::string>(), "see PARAMETERS in flued.toml(5)"));
  }
  return findings;
}

std::string render_findings(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += fmt::format("{:<5}{}{}{}\n", level_name(finding.level), finding.what, finding.advice.empty() ? "" : ": ",
                        finding.advice);
  }
  return text;
}

void add_doctor(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("doctor", "Check what Flue needs on this machine");
  command->callback([&session] {
    const std::vector<Finding> findings = diagnose(gather_facts(session));
    session.show(as_json(findings), [&](const Json&) { return render_findings(findings); });
    const bool failed = std::any_of(findings.begin(), findings.end(),
                                    [](const Finding& finding) { return finding.level == Level::kFail; });
    if (failed) session.status = 1;
  });
}

}  // namespace flue::cli
