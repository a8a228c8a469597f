// The route table (ROUTE-01..30): routes of interfaces, made automatically, and routes added by hand; longest match,
// then lowest metric, then binding order. It holds no interfaces: their addresses and speed come as arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "host/base/address.h"
#include "host/base/result.h"
#include "host/params/parameters.h"
#include "host/stack/stack.h"

namespace flue::stack {

// ROUTE-23: the metric of routes that come from an interface's configuration; speed in bits/s.
std::uint32_t automatic_metric(std::uint64_t speed);

// The broadcast address of the class A, B or C network of an address, for all its subnets (ROUTE-11). If the mask is
// shorter than that network's (a supernet), that address may be a host's: then it is the supernet's own broadcast.
Ipv4Addr all_subnets_broadcast(const Ipv4Cidr& address);

class RouteTable {
 public:
  // The loopback network is there from the start. The profile decides the set of automatic routes and their listing
  // order: 2003's (ROUTE-11, V-02) or NT4's (ROUTE-13).
  explicit RouteTable(ProfileName profile);

  struct InterfaceRoutes {
    InterfaceId interface;
    std::span<const Ipv4Cidr> addresses;
    std::span<const Ipv4Addr> gateways;
    std::uint32_t metric = 0;          // of every automatic route but the limited broadcast's, which is 1 (ROUTE-12)
    std::uint32_t gateway_metric = 0;  // of the first gateway's
    std::uint32_t gateway_step = 0;    // added for each further one: 0, or 1 with a base metric (ROUTE-24)
  };
  // kGatewayOffSubnet: a gateway is on no subnet of the interface; nothing was added.
  Result<void, StackError> add_interface(const InterfaceRoutes& routes);
  // Every route through the interface goes, those added by hand too.
  void remove_interface(InterfaceId interface);
  // The automatic routes of one address go.
  void remove_address(InterfaceId interface, const Ipv4Cidr& address);

  // A route added by hand (ROUTE-14). The gateway must be on a subnet of an interface, or be an own address: then every
  // destination of the route is a neighbour (ROUTE-30). Without a gateway `interface` says where.
  Result<void, StackError> add(const Ipv4Cidr& destination, std::optional<Ipv4Addr> gateway,
                               std::optional<InterfaceId> interface, std::uint32_t metric);
  // Removes every route to the destination (through the gateway, if given). The routes that loop own addresses back
  // cannot be deleted (IP-16).
  Result<void, StackError> remove(const Ipv4Cidr& destination, std::optional<Ipv4Addr> gateway);

  // The route for a destination, or null. Valid until the table changes.
  [[nodiscard]] const Route* find(Ipv4Addr destination) const;
  // Changes with the table.
  [[nodiscard]] std::uint32_t version() const { return version_; }

  // In the order of `route print` (V-02).
  [[nodiscard]] std::vector<Route> list() const;

 private:
  struct Subnet {
    InterfaceId interface;
    Ipv4Cidr address;
  };
  void insert(Route route);
  [[nodiscard]] Ipv4Addr broadcast_entry(const Ipv4Cidr& address) const;
  [[nodiscard]] bool is_own(Ipv4Addr address) const;
  [[nodiscard]] std::optional<InterfaceId> interface_of(Ipv4Addr neighbour, std::optional<InterfaceId> wanted) const;

  const bool nt4_;
  std::vector<Route> routes_;    // best first: mask length, metric, binding order, age
  std::vector<Subnet> subnets_;  // of the interfaces' addresses
  std::uint32_t version_ = 1;
};

}  // namespace flue::stack
