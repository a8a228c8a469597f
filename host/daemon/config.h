// The daemon's configuration as a checked value. read_config() either returns a Config with which everything that can
// be checked without touching the system is right, or the first error with its place in the file.
// Keys: docs of flued.toml(5); parameters: host/params/parameter_table.h.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/address.h"
#include "host/base/log.h"
#include "host/base/result.h"
#include "host/link/attach.h"
#include "host/params/parameters.h"
#include "sim/net/impairments.h"

namespace flue::daemon {

// Counted from 1; 0: the file as a whole.
struct Location {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

// `what` is wrong; `advice` says what to do about it.
struct ConfigError {
  Location where;
  std::string what;
  std::string advice;
};
// "FILE:LINE:COL: what; advice", always one line.
std::string to_line(const ConfigError& error, std::string_view file);

// [interface.impair]: an unreliable wire for trials.
struct Impairment {
  sim::ImpairmentRates rates;  // of each direction
  std::uint64_t seed = 1;
};

// [[interface]]
struct InterfaceSettings {
  std::string name;
  Attach attach;
  Location attach_where;
  std::optional<MacAddr> mac;  // absent: the port's own, else one made from the name
  std::vector<Ipv4Cidr> addresses;
  std::vector<Ipv4Addr> gateways;
  std::uint32_t mtu = 0;                // bytes; 0: the port's (LINK-19)
  std::optional<std::uint64_t> speed;   // bits per second
  std::optional<std::uint32_t> metric;  // of its routes, 1..9999; absent: by its speed (ROUTE-21)
  TcpParameters tcp;                    // the global ones with this interface's overrides
  bool tcp_overridden = false;
  std::optional<Impairment> impair;
  Location where;
};

// [[route]]
struct RouteSettings {
  Ipv4Cidr destination;
  std::optional<Ipv4Addr> gateway;       // absent: on link
  std::optional<std::string> interface;  // absent: the one whose subnet has the gateway
  std::uint32_t metric = 1;              // 1..9999
  Location where;
};

// [limits]: what one user id may hold at a time; the administrator (uid 0) is not limited.
struct Limits {
  std::uint32_t sockets = 4096;
  std::uint64_t buffer_bytes = 256ull << 20;
  std::uint32_t half_open = 1024;
  std::uint32_t ports = 1024;                 // listening or bound
  std::uint32_t requests_per_second = 20000;  // on the control channel
  // User ids that may use ports below 1024 besides uid 0: first..last, both included; absent: none.
  std::optional<std::pair<uid_t, uid_t>> privileged_port_uids;
};

struct Config {
  std::string file;  // as given on the command line
  Parameters parameters;
  std::set<std::string, std::less<>> overridden;  // parameters that the file sets, by name

  std::optional<std::string> user;
  Location user_where;
  std::string control_dir = "/run/flue";
  Location control_dir_where;
  std::vector<InterfaceSettings> interfaces;
  std::vector<RouteSettings> routes;
  bool simple_services = false;
  std::optional<std::string> pcap;  // path, relative to the working directory
  Location pcap_where;
  LogLevel log_level = LogLevel::kInfo;
  Limits limits;
};

// Checks `text` (the content of `file`).
Result<Config, ConfigError> parse_config(std::string_view text, std::string_view file);
// Reads and checks `file`.
Result<Config, ConfigError> read_config(const std::string& file);

// The parts of the file, as its user names them ("[tcp]", "[[interface]]", ...), in which two configurations differ;
// the log level is not among them. For a reload, which changes nothing but that.
std::vector<std::string_view> changed_sections(const Config& running, const Config& fresh);

}  // namespace flue::daemon
