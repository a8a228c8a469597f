#include "host/stack/interface.h"

#include <algorithm>

#include "host/stack/route_table.h"
#include "host/wire/ethernet.h"

namespace flue::stack {
namespace {

constexpr std::uint64_t kUnknownSpeed = 100'000'000'000;  // bits/s

std::uint32_t mtu_of(const InterfaceConfig& config, const Link& link, bool snap) {
  std::uint32_t mtu = link.mtu();
  // The 802.3 length field, which takes the SNAP header too, ends at 1500.
  if (snap) mtu = std::min<std::uint32_t>(mtu, wire::kSnapPayloadLimit);
  return config.mtu == 0 ? mtu : std::min(config.mtu, mtu);
}

}  // namespace

Interface::Interface(InterfaceId interface_id, const InterfaceConfig& configuration, Link& port,
                     const Parameters& parameters)
    : id(interface_id),
      config(configuration),
      mac(configuration.mac.is_zero() ? port.hardware_address().value_or(MacAddr()) : configuration.mac),
      mtu(mtu_of(configuration, port, parameters.arp.arp_use_ether_snap)),
      speed(configuration.speed.value_or(port.speed().value_or(kUnknownSpeed))),
      offloads(parameters.ip.disable_task_offload ? LinkOffloads{} : port.offloads()),  // LINK-21
      tcp(configuration.tcp.value_or(parameters.tcp)),
      snap(parameters.arp.arp_use_ether_snap),
      link(&port),
      arp(parameters.arp) {
  broadcasts.push_back(kLimitedBroadcast);
  for (const Ipv4Cidr& cidr : configuration.addresses) {
    addresses.push_back({.cidr = cidr});
    // RFC 3021: a 31-bit prefix has no broadcast address.
    if (cidr.mask.length() < 31) broadcasts.push_back(cidr.mask.broadcast_of(cidr.address));
    if (const Ipv4Addr all = all_subnets_broadcast(cidr); all != cidr.address) broadcasts.push_back(all);
  }
}

bool Interface::on_subnet(Ipv4Addr address) const {
  return std::any_of(addresses.begin(), addresses.end(), [&](const OwnAddress& a) { return a.cidr.contains(address); });
}

Ipv4Addr Interface::source_for(Ipv4Addr neighbour) const {
  Ipv4Addr source;
  for (const OwnAddress& a : addresses) {
    if (a.in_use_elsewhere) continue;
    if (a.cidr.contains(neighbour)) return a.cidr.address;
    if (source.is_any()) source = a.cidr.address;
  }
  return source;
}

const Interface* owner_of(const Interfaces& interfaces, Ipv4Addr address) {
  const auto found = std::find_if(interfaces.begin(), interfaces.end(),
                                  [&](const std::unique_ptr<Interface>& i) { return i->owns(address); });
  return found == interfaces.end() ? nullptr : found->get();
}

}  // namespace flue::stack
