#include <algorithm>

#include "host/daemon/config.h"
#include "host/params/parameter_table.h"

namespace flue::daemon {
namespace {

bool same_parameters(const Parameters& a, const Parameters& b) {
  const auto table = parameter_table();
  return std::all_of(table.begin(), table.end(), [&](const ParameterRow& row) { return row.get(a) == row.get(b); });
}

bool same_parameters(const TcpParameters& a, const TcpParameters& b) {
  Parameters of_a;
  Parameters of_b;
  of_a.tcp = a;
  of_b.tcp = b;
  return same_parameters(of_a, of_b);
}

bool same_impairment(const std::optional<Impairment>& a, const std::optional<Impairment>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->seed == b->seed && a->rates.loss == b->rates.loss && a->rates.reorder == b->rates.reorder &&
         a->rates.duplicate == b->rates.duplicate && a->rates.corrupt == b->rates.corrupt;
}

bool same_interface(const InterfaceSettings& a, const InterfaceSettings& b) {
  return a.name == b.name && a.attach == b.attach && a.mac == b.mac && a.addresses == b.addresses &&
         a.gateways == b.gateways && a.mtu == b.mtu && a.speed == b.speed && a.metric == b.metric &&
         same_parameters(a.tcp, b.tcp) && same_impairment(a.impair, b.impair);
}

bool same_route(const RouteSettings& a, const RouteSettings& b) {
  return a.destination == b.destination && a.gateway == b.gateway && a.interface == b.interface && a.metric == b.metric;
}

bool same_limits(const Limits& a, const Limits& b) {
  return a.sockets == b.sockets && a.buffer_bytes == b.buffer_bytes && a.half_open == b.half_open &&
         a.ports == b.ports && a.requests_per_second == b.requests_per_second &&
         a.privileged_port_uids == b.privileged_port_uids;
}

}  // namespace

std::vector<std::string_view> changed_sections(const Config& running, const Config& fresh) {
  std::vector<std::string_view> changed;
  const auto note = [&](std::string_view section, bool same) {
    if (!same) changed.push_back(section);
  };
  note("profile", running.parameters.profile == fresh.parameters.profile);
  note("user", running.user == fresh.user);
  note("control_dir", running.control_dir == fresh.control_dir);
  note("[tcp], [arp] or [ip]", same_parameters(running.parameters, fresh.parameters));
  note("[[interface]]", std::equal(running.interfaces.begin(), running.interfaces.end(), fresh.interfaces.begin(),
                                   fresh.interfaces.end(), same_interface));
  note("[[route]]",
       std::equal(running.routes.begin(), running.routes.end(), fresh.routes.begin(), fresh.routes.end(), same_route));
  note("[services]", running.simple_services == fresh.simple_services);
  note("[capture]", running.pcap == fresh.pcap);
  note("[limits]", same_limits(running.limits, fresh.limits));
  return changed;
}

}  // namespace flue::daemon
