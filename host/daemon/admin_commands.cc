#include "host/daemon/admin_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "host/params/parameter_table.h"
#include "host/params/profiles.h"

namespace flue::daemon {
namespace {

Json error(std::string text) { return {{"error", std::move(text)}}; }
Json done_well() { return {{"ok", true}}; }

std::optional<std::string> text_field(const Json& request, const char* name) {
  const auto it = request.find(name);
  if (it == request.end() || !it->is_string()) return std::nullopt;
  return it->get<std::string>();
}

// A field that Type::parse() understands.
template <typename Type>
std::optional<Type> parsed_field(const Json& request, const char* name) {
  const auto text = text_field(request, name);
  return text ? Type::parse(*text) : std::nullopt;
}

// Present but not what it should be: a request is never half understood.
template <typename Type>
bool bad_field(const Json& request, const char* name) {
  return request.contains(name) && !parsed_field<Type>(request, name);
}

// The number in `name`, `otherwise` if absent, nothing if it is not an integer of least..most.
std::optional<std::uint32_t> number_field(const Json& request, const char* name, std::uint32_t otherwise,
                                          std::uint32_t least, std::uint32_t most) {
  const auto it = request.find(name);
  if (it == request.end()) return otherwise;
  if (!it->is_number_unsigned()) return std::nullopt;
  const auto value = it->get<std::uint64_t>();
  if (value < least || value > most) return std::nullopt;
  return static_cast<std::uint32_t>(value);
}

constexpr std::array<std::pair<std::string_view, LogLevel>, 6> kLevels{{{"trace", LogLevel::kTrace},
                                                                        {"debug", LogLevel::kDebug},
                                                                        {"info", LogLevel::kInfo},
                                                                        {"warning", LogLevel::kWarning},
                                                                        {"error", LogLevel::kError},
                                                                        {"off", LogLevel::kOff}}};

}  // namespace

AdminCommands::AdminCommands(stack::Stack& stack, const Parameters& parameters, Log& log, OwnerLookup owners,
                             std::string host_name, std::string version)
    : stack_(stack),
      parameters_(parameters),
      log_(log),
      owners_(std::move(owners)),
      host_name_(std::move(host_name)),
      version_(std::move(version)),
      pinger_(stack) {}

void AdminCommands::handle(std::string_view request, TimePoint now, const Done& done) {
  const Json parsed = Json::parse(request, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) return done(error("the request is not a JSON object"));
  const auto command = text_field(parsed, "command");
  if (!command) return done(error("the request names no command"));
  if (*command == "ping") return ping(parsed, now, done);
  done(answer_now(*command, parsed, now));
}

Json AdminCommands::answer_now(const std::string& command, const Json& request, TimePoint now) {
  if (command == "netstat") return netstat_query(stack_, parameters_, owners_);
  if (command == "arp") return arp_query(stack_, parameters_, now);
  if (command == "route") return route_query(stack_, parameters_);
  if (command == "ipconfig") return ipconfig_query(stack_, parameters_, host_name_);
  if (command == "stats") return stats_query(stack_, parameters_);
  if (command == "version") return version();
  if (command == "arp-add") return add_arp(request, now);
  if (command == "arp-delete") return delete_arp(request);
  if (command == "route-add") return add_route(request);
  if (command == "route-delete") return delete_route(request);
  if (command == "release") return release(request, now);
  if (command == "log-level") return log_level(request);
  return error("the daemon does not know this command; do flue and flued have the same version?");
}

Json AdminCommands::version() const {
  const TcpParameters& tcp = parameters_.tcp;
  return {{"version", version_},
          {"profile", to_string(parameters_.profile)},
          {"first_automatic_port", tcp.min_user_port},
          {"last_automatic_port", tcp.max_user_port},
          {"timed_wait_seconds", tcp.tcp_timed_wait_delay.count()},
          {"notes", parameter_notes(parameters_)}};
}

Json AdminCommands::add_arp(const Json& request, TimePoint now) {
  const auto address = parsed_field<Ipv4Addr>(request, "address");
  const auto mac = parsed_field<MacAddr>(request, "mac");
  if (!address || address->is_any() || address->is_multicast() || address->is_limited_broadcast()) {
    return error("the IP address is not one of a neighbour");
  }
  if (!mac || mac->is_group() || mac->is_zero()) return error("the physical address is not one of a single station");
  if (bad_field<Ipv4Addr>(request, "interface")) return error("the interface is not an IP address");
  const auto added = stack_.add_static_arp(*address, *mac, parsed_field<Ipv4Addr>(request, "interface"), now);
  return added ? done_well() : error(std::string(stack::to_string(added.error())));
}

Json AdminCommands::delete_arp(const Json& request) {
  const auto address = parsed_field<Ipv4Addr>(request, "address");
  if (!address) return error("the IP address is missing or wrong");
  const auto deleted = stack_.delete_arp(*address);
  return deleted ? done_well() : error(std::string(stack::to_string(deleted.error())));
}

Json AdminCommands::add_route(const Json& request) {
  const auto destination = parsed_field<Ipv4Addr>(request, "destination");
  const auto netmask = parsed_field<Ipv4Mask>(request, "netmask");
  if (!destination) return error("the destination is missing or wrong");
  if (!netmask) return error("the netmask is missing, or its one bits are not contiguous");
  if (netmask->network_of(*destination) != *destination) return error("the destination has bits outside the netmask");
  if (bad_field<Ipv4Addr>(request, "gateway")) return error("the gateway is not an IP address");
  const auto metric = number_field(request, "metric", 1, 1, 9999);
  if (!metric) return error("the metric is not a number from 1 to 9999");

  std::optional<stack::InterfaceId> interface;
  if (request.contains("interface")) {
    const auto number = number_field(request, "interface", 0, 0, std::numeric_limits<std::uint32_t>::max());
    for (const stack::InterfaceInfo& one : stack_.interfaces()) {
      if (number == interface_number(one.id)) interface = one.id;
    }
    if (!interface) return error("there is no interface of this number; `flue route print` lists them");
  }
  const auto added =
      stack_.add_route({*destination, *netmask}, parsed_field<Ipv4Addr>(request, "gateway"), interface, *metric);
  return added ? done_well() : error(std::string(stack::to_string(added.error())));
}

// Without a netmask every route to the destination goes, as with the reference tool.
Json AdminCommands::delete_route(const Json& request) {
  const auto destination = parsed_field<Ipv4Addr>(request, "destination");
  if (!destination) return error("the destination is missing or wrong");
  if (bad_field<Ipv4Mask>(request, "netmask")) return error("the netmask's one bits are not contiguous");
  if (bad_field<Ipv4Addr>(request, "gateway")) return error("the gateway is not an IP address");
  const auto netmask = parsed_field<Ipv4Mask>(request, "netmask");
  const auto gateway = parsed_field<Ipv4Addr>(request, "gateway");

  std::size_t deleted = 0;
  std::string reason = std::string(stack::to_string(stack::StackError::kNoSuchRoute));
  for (const stack::Route& route : stack_.routes()) {
    const Ipv4Mask mask = route.destination.mask;
    if (mask.network_of(route.destination.address) != *destination || (netmask && mask != *netmask)) continue;
    if (gateway && route.gateway != gateway) continue;
    const auto result = stack_.delete_route(route.destination, route.gateway);
    if (result) {
      ++deleted;
    } else {
      reason = stack::to_string(result.error());
    }
  }
  if (deleted == 0) return error(reason);
  return {{"ok", true}, {"deleted", deleted}};
}

Json AdminCommands::release(const Json& request, TimePoint now) {
  const auto local = parsed_field<Endpoint>(request, "local");
  const auto remote = parsed_field<Endpoint>(request, "remote");
  if (!local || !remote) return error("local and remote are both needed, as ADDRESS:PORT");
  tcp::ConnectionId found;
  stack_.tcp().for_each([&](const tcp::ConnectionInfo& info) {
    if (info.id && info.local == *local && info.remote == *remote) found = info.id;
  });
  if (!found) return error("there is no such connection");
  stack_.tcp().abort(found, now);
  log_(LogLevel::kInfo, "administrator released {} - {}", to_string(*local), to_string(*remote));
  return done_well();
}

Json AdminCommands::log_level(const Json& request) {
  if (request.contains("level")) {
    const auto wanted = text_field(request, "level").value_or("");
    const auto it = std::find_if(kLevels.begin(), kLevels.end(), [&](const auto& one) { return one.first == wanted; });
    if (it == kLevels.end()) return error("the level is one of trace, debug, info, warning, error, off");
    log_.set_level(it->second);
  }
  for (const auto& [name, level] : kLevels) {
    if (level == log_.level()) return {{"level", name}};
  }
  return error("the level has no name");
}

void AdminCommands::ping(const Json& request, TimePoint now, const Done& done) {
  const auto address = parsed_field<Ipv4Addr>(request, "address");
  const auto size = number_field(request, "size", 32, 0, kMaxPingBytes);
  const auto ttl = number_field(request, "ttl", 0, 1, 255);
  const auto wait_ms = number_field(request, "wait_ms", 1000, 1, 60'000);
  if (!address || address->is_any()) return done(error("the address to ping is missing or wrong"));
  if (!size) return done(error("the size is not a number from 0 to 65500"));
  if (!ttl) return done(error("the TTL is not a number from 1 to 255"));
  if (!wait_ms) return done(error("the wait is not a number of milliseconds from 1 to 60000"));
  Probe probe;
  probe.remote = *address;
  probe.size = *size;
  probe.wait = std::chrono::milliseconds(*wait_ms);
  if (const auto it = request.find("dont_fragment"); it != request.end()) {
    if (!it->is_boolean()) return done(error("dont_fragment is not true or false"));
    probe.dont_fragment = it->get<bool>();
  }
  if (*ttl != 0) probe.ttl = static_cast<std::uint8_t>(*ttl);
  pinger_.send(probe, now, done);
}

}  // namespace flue::daemon
