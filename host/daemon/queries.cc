#include "host/daemon/queries.h"

#include <algorithm>
#include <array>
#include <string>

#include "host/params/profiles.h"

namespace flue::daemon {
namespace {

constexpr Ipv4Addr kLoopback{127, 0, 0, 1};

std::string any_endpoint() { return to_string(Endpoint{}); }

std::int64_t microseconds(Duration d) { return std::chrono::duration_cast<std::chrono::microseconds>(d).count(); }

Json with_profile(const Parameters& parameters) { return {{"profile", to_string(parameters.profile)}}; }

const stack::InterfaceInfo* find_interface(const std::vector<stack::InterfaceInfo>& all, stack::InterfaceId id) {
  const auto it = std::find_if(all.begin(), all.end(), [id](const auto& one) { return one.id == id; });
  return it == all.end() ? nullptr : &*it;
}

// The interface's address by which listings name it.
Ipv4Addr primary_address(const stack::InterfaceInfo* interface) {
  return interface != nullptr && !interface->config.addresses.empty() ? interface->config.addresses.front().address
                                                                      : Ipv4Addr{};
}

std::string_view origin_name(stack::RouteOrigin origin) {
  constexpr std::array<std::string_view, 7> kNames{"connected", "host",    "broadcast", "loopback",
                                                   "multicast", "default", "manual"};
  const auto index = static_cast<std::size_t>(origin);
  return index < kNames.size() ? kNames[index] : "other";
}

Json connection_json(const tcp::ConnectionInfo& info, const OwnerLookup& owners) {
  const std::optional<std::int64_t> pid = owners ? owners(info.owner) : std::nullopt;
  return {
      {"proto", "tcp"},
      {"local", to_string(info.local)},
      {"remote", to_string(info.remote)},
      {"state", info.state},
      {"pid", pid ? Json(*pid) : Json()},
      {"owner", "host"},
      {"receive_queue", info.receive_queue},
      {"send_queue", info.send_queue},
      {"bytes_sent", info.bytes_sent},
      {"bytes_received", info.bytes_received},
      {"retransmissions", info.retransmissions},
      {"cwnd", info.cwnd},
      {"ssthresh", info.ssthresh},
      {"snd_wnd", info.snd_wnd},
      {"rcv_wnd", info.rcv_wnd},
      {"mss", info.mss},
      {"srtt_us", microseconds(info.srtt)},
      {"rttvar_us", microseconds(info.rttvar)},
      {"rto_us", microseconds(info.rto)},
      {"timestamps", info.timestamps},
      {"sack", info.sack},
      {"scaling", info.scaling},
  };
}

Json interface_json(const stack::InterfaceInfo& interface) {
  Json addresses = Json::array();
  for (const Ipv4Cidr& cidr : interface.config.addresses) {
    addresses.push_back({{"address", to_string(cidr.address)}, {"netmask", to_string(cidr.mask.as_address())}});
  }
  Json gateways = Json::array();
  for (const Ipv4Addr gateway : interface.config.gateways) gateways.push_back(to_string(gateway));
  return {
      {"name", interface.config.name},
      {"index", interface_number(interface.id)},
      {"mac", to_string(interface.config.mac)},
      {"addresses", addresses},
      {"gateways", gateways},
      {"mtu", interface.mtu},
      {"speed", interface.speed},
      {"up", interface.up},
  };
}

// An on-link route shows the interface's own address as its gateway (V-02).
Json route_json(const stack::Route& route, const std::vector<stack::InterfaceInfo>& interfaces) {
  const Ipv4Addr own = route.loopback ? kLoopback : primary_address(find_interface(interfaces, route.interface));
  return {
      {"destination", to_string(route.destination.mask.network_of(route.destination.address))},
      {"netmask", to_string(route.destination.mask.as_address())},
      {"gateway", to_string(route.loopback ? kLoopback : route.gateway.value_or(own))},
      {"interface", to_string(own)},
      {"metric", route.metric},
      {"origin", origin_name(route.origin)},
  };
}

}  // namespace

Json netstat_query(stack::Stack& stack, const Parameters& parameters, const OwnerLookup& owners) {
  Json connections = Json::array();
  stack.tcp().for_each([&](const tcp::ConnectionInfo& info) { connections.push_back(connection_json(info, owners)); });
  for (const Endpoint& endpoint : stack.udp_endpoints()) {
    connections.push_back({{"proto", "udp"},
                           {"local", to_string(endpoint)},
                           {"remote", any_endpoint()},
                           {"state", ""},
                           {"pid", nullptr},
                           {"owner", "host"}});
  }
  Json answer = with_profile(parameters);
  answer["connections"] = std::move(connections);
  return answer;
}

Json arp_query(const stack::Stack& stack, const Parameters& parameters, TimePoint now) {
  const auto entries = stack.arp_entries(now);
  Json interfaces = Json::array();
  for (const stack::InterfaceInfo& interface : stack.interfaces()) {
    Json list = Json::array();
    for (const stack::ArpEntryInfo& entry : entries) {
      if (entry.interface != interface.id) continue;
      list.push_back({{"address", to_string(entry.address)},
                      {"mac", to_string(entry.mac)},
                      {"type", entry.is_static ? "static" : "dynamic"},
                      {"age_seconds", std::chrono::duration_cast<std::chrono::seconds>(entry.age).count()}});
    }
    interfaces.push_back({{"address", to_string(primary_address(&interface))},
                          {"index", interface_number(interface.id)},
                          {"name", interface.config.name},
                          {"entries", std::move(list)}});
  }
  Json answer = with_profile(parameters);
  answer["interfaces"] = std::move(interfaces);
  return answer;
}

Json route_query(const stack::Stack& stack, const Parameters& parameters) {
  const auto interfaces = stack.interfaces();
  const auto routes = stack.routes();
  Json answer = with_profile(parameters);
  answer["interfaces"] = Json::array();
  for (const auto& interface : interfaces) answer["interfaces"].push_back(interface_json(interface));
  answer["routes"] = Json::array();
  const stack::Route* active = nullptr;  // ROUTE-18: of several default routes the one in use
  for (const stack::Route& route : routes) {
    answer["routes"].push_back(route_json(route, interfaces));
    const bool is_default = route.destination.mask.length() == 0;
    if (is_default && (active == nullptr || route.metric < active->metric)) active = &route;
  }
  answer["default_gateway"] = active != nullptr ? route_json(*active, interfaces)["gateway"] : Json();
  answer["persistent_routes"] = Json::array();
  return answer;
}

Json ipconfig_query(const stack::Stack& stack, const Parameters& parameters, std::string_view host_name) {
  Json answer = with_profile(parameters);
  answer["host_name"] = host_name;
  answer["ip_routing"] = parameters.ip.ip_enable_router;
  answer["interfaces"] = Json::array();
  for (const stack::InterfaceInfo& interface : stack.interfaces()) {
    Json one = interface_json(interface);
    one["description"] = "Flue software interface";
    one["dhcp"] = false;  // every address comes from the configuration file
    one["autoconfiguration"] = false;
    answer["interfaces"].push_back(std::move(one));
  }
  return answer;
}

Json stats_query(stack::Stack& stack, const Parameters& parameters) {
  Json counters = Json::object();
  for (const stack::CounterLine& line : stack.counters()) counters[line.name] = line.value;
  Json answer = with_profile(parameters);
  answer["counters"] = std::move(counters);
  return answer;
}

}  // namespace flue::daemon
