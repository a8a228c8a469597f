#include "host/stack/route_table.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace flue::stack {
namespace {

constexpr Ipv4Cidr kEverywhere{Ipv4Addr(), Ipv4Mask(0)};
constexpr Ipv4Cidr kLoopbackNet{Ipv4Addr(127, 0, 0, 0), Ipv4Mask(8)};
constexpr Ipv4Cidr kMulticastNet{Ipv4Addr(224, 0, 0, 0), Ipv4Mask(4)};

constexpr Ipv4Cidr host_prefix(Ipv4Addr address) { return {address, Ipv4Mask(32)}; }
constexpr Ipv4Cidr network_prefix(const Ipv4Cidr& cidr) { return {cidr.mask.network_of(cidr.address), cidr.mask}; }

// ROUTE-04, 05, 07: smaller is better.
auto preference(const Route& r) { return std::tuple(32 - r.destination.mask.length(), r.metric, r.interface.index); }

enum class Place : std::uint8_t { kDefault, kSubnet, kHost, kBroadcast, kLoopback, kMulticast, kLimited, kOther };

Place place_of(const Route& r) {
  switch (r.origin) {
    case RouteOrigin::kDefault:
      return Place::kDefault;
    case RouteOrigin::kConnected:
      return Place::kSubnet;
    case RouteOrigin::kHost:
      return Place::kHost;
    case RouteOrigin::kBroadcast:
      return r.destination.address.is_limited_broadcast() ? Place::kLimited : Place::kBroadcast;
    case RouteOrigin::kLoopback:
      return Place::kLoopback;
    case RouteOrigin::kMulticast:
      return Place::kMulticast;
    case RouteOrigin::kManual:
      break;
  }
  return r.destination.mask.length() == 0 ? Place::kDefault : Place::kOther;
}

// 2003 lists by interface: subnet, host, broadcast (V-02); NT4 has the loopback network before them (ROUTE-13).
int listing_group(Place place, bool nt4) {
  switch (place) {
    case Place::kDefault:
      return 0;
    case Place::kLoopback:
      return nt4 ? 1 : 4;
    case Place::kSubnet:
    case Place::kHost:
    case Place::kBroadcast:
      return 2;
    case Place::kOther:
      return 3;
    case Place::kMulticast:
      return 5;
    case Place::kLimited:
      break;
  }
  return 6;
}

}  // namespace

std::uint32_t automatic_metric(std::uint64_t speed) {
  struct Step {
    std::uint64_t above;  // bits/s
    std::uint32_t metric;
  };
  static constexpr std::array<Step, 4> kSteps{{{200'000'000, 10}, {20'000'000, 20}, {4'000'000, 30}, {500'000, 40}}};
  const auto step = std::find_if(kSteps.begin(), kSteps.end(), [&](const Step& s) { return speed > s.above; });
  return step == kSteps.end() ? 50 : step->metric;
}

Ipv4Addr all_subnets_broadcast(const Ipv4Cidr& address) {
  const std::uint32_t bits = address.address.bits();
  const unsigned class_length = bits >> 31 == 0 ? 8 : bits >> 30 == 0b10 ? 16 : 24;
  return Ipv4Mask(std::min(class_length, address.mask.length())).broadcast_of(address.address);
}

RouteTable::RouteTable(ProfileName profile) : nt4_(profile == ProfileName::kNt4) {
  insert({.destination = kLoopbackNet,
          .gateway = {},
          .interface = {},
          .loopback = true,
          .metric = 1,
          .origin = RouteOrigin::kLoopback});
}

// Keeps the vector in order of preference; of equals the older one stays in front.
void RouteTable::insert(Route route) {
  const auto at = std::upper_bound(routes_.begin(), routes_.end(), route,
                                   [](const Route& a, const Route& b) { return preference(a) < preference(b); });
  routes_.insert(at, route);
  ++version_;
}

Ipv4Addr RouteTable::broadcast_entry(const Ipv4Cidr& address) const {
  return nt4_ ? address.mask.broadcast_of(address.address) : all_subnets_broadcast(address);
}

Result<void, StackError> RouteTable::add_interface(const InterfaceRoutes& config) {
  const auto on_subnet = [&](Ipv4Addr gateway) {
    return std::any_of(config.addresses.begin(), config.addresses.end(),
                       [&](const Ipv4Cidr& a) { return a.contains(gateway); });
  };
  if (!std::all_of(config.gateways.begin(), config.gateways.end(), on_subnet)) {
    return fail(StackError::kGatewayOffSubnet);
  }

  const auto automatic = [&](const Ipv4Cidr& destination, RouteOrigin origin, std::uint32_t metric) {
    insert({.destination = destination,
            .gateway = {},
            .interface = config.interface,
            .loopback = origin == RouteOrigin::kHost,
            .metric = metric,
            .origin = origin});
  };
  for (const Ipv4Cidr& address : config.addresses) {
    subnets_.push_back({config.interface, address});
    if (address.mask.length() < 32) automatic(network_prefix(address), RouteOrigin::kConnected, config.metric);
    automatic(host_prefix(address.address), RouteOrigin::kHost, config.metric);
    const Ipv4Addr broadcast = broadcast_entry(address);
    if (broadcast != address.address) automatic(host_prefix(broadcast), RouteOrigin::kBroadcast, config.metric);
  }
  automatic(kMulticastNet, RouteOrigin::kMulticast, config.metric);
  automatic(host_prefix(kLimitedBroadcast), RouteOrigin::kBroadcast, 1);

  std::uint32_t metric = config.gateway_metric;
  for (const Ipv4Addr gateway : config.gateways) {
    insert({.destination = kEverywhere,
            .gateway = gateway,
            .interface = config.interface,
            .loopback = false,
            .metric = metric,
            .origin = RouteOrigin::kDefault});
    metric += config.gateway_step;
  }
  return {};
}

void RouteTable::remove_interface(InterfaceId interface) {
  std::erase_if(routes_,
                [&](const Route& r) { return r.interface == interface && r.origin != RouteOrigin::kLoopback; });
  std::erase_if(subnets_, [&](const Subnet& s) { return s.interface == interface; });
  ++version_;
}

void RouteTable::remove_address(InterfaceId interface, const Ipv4Cidr& address) {
  const auto erase_one = [&](const Ipv4Cidr& destination, RouteOrigin origin) {
    const auto found = std::find_if(routes_.begin(), routes_.end(), [&](const Route& r) {
      return r.interface == interface && r.destination == destination && r.origin == origin;
    });
    if (found != routes_.end()) routes_.erase(found);
  };
  erase_one(network_prefix(address), RouteOrigin::kConnected);
  erase_one(host_prefix(address.address), RouteOrigin::kHost);
  erase_one(host_prefix(broadcast_entry(address)), RouteOrigin::kBroadcast);
  std::erase_if(subnets_, [&](const Subnet& s) { return s.interface == interface && s.address == address; });
  ++version_;
}

std::optional<InterfaceId> RouteTable::interface_of(Ipv4Addr neighbour, std::optional<InterfaceId> wanted) const {
  for (const Subnet& s : subnets_) {
    if (s.address.contains(neighbour) && (!wanted || s.interface == *wanted)) return s.interface;
  }
  return std::nullopt;
}

bool RouteTable::is_own(Ipv4Addr address) const {
  return std::any_of(subnets_.begin(), subnets_.end(), [&](const Subnet& s) { return s.address.address == address; });
}

Result<void, StackError> RouteTable::add(const Ipv4Cidr& destination, std::optional<Ipv4Addr> gateway,
                                         std::optional<InterfaceId> interface, std::uint32_t metric) {
  Route route{.destination = network_prefix(destination),
              .gateway = gateway,
              .interface = interface.value_or(InterfaceId{}),
              .loopback = false,
              .metric = metric,
              .origin = RouteOrigin::kManual};
  if (gateway) {
    const auto through = interface_of(*gateway, interface);
    if (!through) return fail(StackError::kGatewayOffSubnet);
    route.interface = *through;
    if (is_own(*gateway)) route.gateway.reset();  // ROUTE-30
  } else if (!interface) {
    return fail(StackError::kUnknownInterface);
  }
  const bool exists = std::any_of(routes_.begin(), routes_.end(), [&](const Route& r) {
    return r.destination == route.destination && r.gateway == route.gateway && r.interface == route.interface &&
           !r.loopback;
  });
  if (exists) return fail(StackError::kRouteExists);
  insert(route);
  return {};
}

Result<void, StackError> RouteTable::remove(const Ipv4Cidr& destination, std::optional<Ipv4Addr> gateway) {
  const auto through = [&](const Route& r) {
    return !gateway || r.gateway == gateway || (!r.gateway && is_own(*gateway));
  };
  const auto removed = std::erase_if(routes_, [&](const Route& r) {
    return !r.loopback && r.destination == network_prefix(destination) && through(r);
  });
  if (removed == 0) return fail(StackError::kNoSuchRoute);
  ++version_;
  return {};
}

const Route* RouteTable::find(Ipv4Addr destination) const {
  for (const Route& route : routes_) {
    if (route.destination.contains(destination)) return &route;
  }
  return nullptr;
}

std::vector<Route> RouteTable::list() const {
  std::vector<Route> listed = routes_;
  const auto key = [this](const Route& r) {
    const Place place = place_of(r);
    const int group = listing_group(place, nt4_);
    // Within the routes of the interfaces: by interface first. Elsewhere the order of preference stays.
    return std::tuple(group, group == 2 ? r.interface.index : 0u, group == 2 ? place : Place::kDefault);
  };
  std::stable_sort(listed.begin(), listed.end(), [&](const Route& a, const Route& b) { return key(a) < key(b); });
  return listed;
}

}  // namespace flue::stack
