#include "host/stack/stack.h"

#include <algorithm>
#include <utility>

#include "host/stack/arp.h"
#include "host/stack/counters.h"
#include "host/stack/duplicate_address.h"
#include "host/stack/ethernet.h"
#include "host/stack/icmp.h"
#include "host/stack/interface.h"
#include "host/stack/ipv4_input.h"
#include "host/stack/ipv4_output.h"
#include "host/stack/loopback_queue.h"
#include "host/stack/path_mtu.h"
#include "host/stack/route_cache.h"
#include "host/stack/route_table.h"
#include "host/stack/tcp_glue.h"
#include "host/stack/udp.h"

namespace flue::stack {

std::string_view to_string(StackError error) {
  switch (error) {
    case StackError::kDuplicateAddress:
      return "the address is already configured";
    case StackError::kGatewayOffSubnet:
      return "the gateway is not on a subnet of the interface";
    case StackError::kMtuTooSmall:
      return "the MTU is below the least path MTU";
    case StackError::kMtuTooLarge:
      return "the MTU is above the link's";
    case StackError::kUnknownInterface:
      return "no such interface";
    case StackError::kRouteExists:
      return "the route exists";
    case StackError::kNoSuchRoute:
      return "no such route";
    case StackError::kNoSuchEntry:
      return "no such entry";
  }
  return "unknown error";
}

// The parts in the order in which they know each other: each refers only to those above it.
class Stack::Impl {
 public:
  Impl(const Parameters& parameters, Random& random, Log& log)
      : parameters_(parameters),
        routes_(parameters.profile),
        path_mtu_(parameters.tcp.min_path_mtu),
        ethernet_(counters_),
        arp_output_(ethernet_, counters_),
        duplicates_(
            parameters.arp, arp_output_, counters_, log,
            [this](Interface& interface, const Ipv4Cidr& cidr, TimePoint now) { lose_address(interface, cidr, now); }),
        arp_(ethernet_, arp_output_, duplicates_, counters_),
        route_cache_(routes_, interfaces_, random),
        ipv4_output_(parameters.ip, route_cache_, path_mtu_, ethernet_, arp_, loopback_, counters_),
        tcp_(parameters, ipv4_output_, route_cache_, path_mtu_, interfaces_, counters_, random, log),
        icmp_(parameters, ipv4_output_, route_cache_, path_mtu_, tcp_.tcp(), interfaces_, counters_),
        udp_(ipv4_output_, icmp_, counters_),
        ipv4_input_(parameters.ip, interfaces_, icmp_, udp_, tcp_, counters_) {}

  Result<InterfaceId, StackError> add_interface(const InterfaceConfig& config, Link& link, TimePoint now);
  Result<void, StackError> add_static_arp(Ipv4Addr address, const MacAddr& mac,
                                          std::optional<Ipv4Addr> interface_address, TimePoint now);
  Result<void, StackError> delete_arp(Ipv4Addr address);

  void on_frame(Interface& interface, Bytes frame, TimePoint now);
  std::size_t receive(Interface& interface, std::size_t budget, TimePoint now);
  void poll(TimePoint now);
  [[nodiscard]] TimePoint next_deadline() const;

  [[nodiscard]] std::vector<InterfaceInfo> interfaces() const;
  [[nodiscard]] std::vector<ArpEntryInfo> arp_entries(TimePoint now) const;
  [[nodiscard]] std::vector<CounterLine> counters();

  [[nodiscard]] Interface* interface(InterfaceId id) {
    return id.index < interfaces_.size() ? interfaces_[id.index].get() : nullptr;
  }
  RouteTable& routes() { return routes_; }
  EthernetOutput& ethernet() { return ethernet_; }
  TcpGlue& tcp() { return tcp_; }
  Icmp& icmp() { return icmp_; }
  Udp& udp() { return udp_; }

 private:
  [[nodiscard]] std::optional<StackError> problem_with(const InterfaceConfig& config, const Link& link) const;
  void lose_address(Interface& interface, const Ipv4Cidr& address, TimePoint now);

  const Parameters parameters_;
  Counters counters_;
  Interfaces interfaces_;
  RouteTable routes_;
  PathMtu path_mtu_;
  LoopbackQueue loopback_;
  EthernetOutput ethernet_;
  ArpOutput arp_output_;
  DuplicateAddress duplicates_;
  Arp arp_;
  RouteCache route_cache_;
  Ipv4Output ipv4_output_;
  TcpGlue tcp_;
  Icmp icmp_;
  Udp udp_;
  Ipv4Input ipv4_input_;
};

std::optional<StackError> Stack::Impl::problem_with(const InterfaceConfig& config, const Link& link) const {
  for (std::size_t i = 0; i < config.addresses.size(); ++i) {
    const Ipv4Addr address = config.addresses[i].address;
    const auto same = [&](const Ipv4Cidr& other) { return other.address == address; };
    const auto rest = config.addresses.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    if (owner_of(interfaces_, address) != nullptr || std::any_of(rest, config.addresses.end(), same)) {
      return StackError::kDuplicateAddress;
    }
  }
  if (config.mtu > link.mtu()) return StackError::kMtuTooLarge;
  if ((config.mtu == 0 ? link.mtu() : config.mtu) < parameters_.tcp.min_path_mtu) return StackError::kMtuTooSmall;
  return std::nullopt;
}

Result<InterfaceId, StackError> Stack::Impl::add_interface(const InterfaceConfig& config, Link& link, TimePoint now) {
  if (const auto problem = problem_with(config, link)) return fail(*problem);
  const InterfaceId id{static_cast<std::uint32_t>(interfaces_.size())};
  auto interface = std::make_unique<Interface>(id, config, link, parameters_);
  const std::uint32_t metric = config.metric.value_or(automatic_metric(interface->speed));
  const auto added = routes_.add_interface({.interface = id,
                                            .addresses = config.addresses,
                                            .gateways = config.gateways,
                                            .metric = metric,
                                            .gateway_metric = config.gateway_metric.value_or(metric),
                                            .gateway_step = config.gateway_metric ? 1u : 0u});
  if (!added) return fail(added.error());
  interfaces_.push_back(std::move(interface));
  duplicates_.start(*interfaces_.back(), now);
  return id;
}

// DAD-05.
void Stack::Impl::lose_address(Interface& interface, const Ipv4Cidr& address, TimePoint now) {
  if (interface.up) {
    routes_.remove_address(interface.id, address);
  } else {
    routes_.remove_interface(interface.id);
  }
  tcp_.tcp().on_address_lost(address.address, now);
}

Result<void, StackError> Stack::Impl::add_static_arp(Ipv4Addr address, const MacAddr& mac,
                                                     std::optional<Ipv4Addr> interface_address, TimePoint now) {
  const auto wanted = std::find_if(interfaces_.begin(), interfaces_.end(), [&](const std::unique_ptr<Interface>& i) {
    return interface_address ? i->owns(*interface_address) : i->on_subnet(address);
  });
  if (wanted == interfaces_.end()) return fail(StackError::kUnknownInterface);
  (*wanted)->arp.add_static(address, mac, now);
  return {};
}

Result<void, StackError> Stack::Impl::delete_arp(Ipv4Addr address) {
  bool found = false;
  for (const auto& interface : interfaces_) found = interface->arp.remove(address) || found;
  if (!found) return fail(StackError::kNoSuchEntry);
  return {};
}

void Stack::Impl::on_frame(Interface& interface, Bytes frame, TimePoint now) {
  tcp_.set_now(now);
  if (ethernet_.tap()) ethernet_.tap()(interface.id, Direction::kIn, frame, now);
  const ReceivedFrame received = classify_frame(interface, frame, counters_);
  if (received.kind == ReceivedFrame::Kind::kDropped) return;
  if (!interface.up) {
    counters_.add(Counter::kLinkInDisabled);
  } else if (received.kind == ReceivedFrame::Kind::kArp) {
    arp_.on_packet(interface, received.packet, now);
  } else {
    ipv4_input_.on_packet(interface, received.packet, received.to_group, now);
  }
}

std::size_t Stack::Impl::receive(Interface& interface, std::size_t budget, TimePoint now) {
  std::size_t count = 0;
  for (; count < budget; ++count) {
    const Bytes frame = interface.link->receive();
    if (frame.empty()) break;
    on_frame(interface, frame, now);
  }
  return count;
}

void Stack::Impl::poll(TimePoint now) {
  tcp_.set_now(now);
  for (const auto& interface : interfaces_) arp_.poll(*interface, now);
  ipv4_input_.poll(now);
  tcp_.tcp().poll(now);
  // Only what is there now: answers to ourselves wait for the next poll, so that a dialogue cannot hold the loop.
  for (std::size_t n = loopback_.size(); n > 0; --n) {
    std::vector<std::byte> datagram = loopback_.pop();
    ipv4_input_.on_loopback(datagram, now);
    loopback_.recycle(std::move(datagram));
  }
}

TimePoint Stack::Impl::next_deadline() const {
  TimePoint next = std::min({ipv4_input_.next_deadline(), tcp_.tcp().next_deadline(), loopback_.next_deadline()});
  for (const auto& interface : interfaces_) next = std::min(next, Arp::next_deadline(*interface));
  return next;
}

std::vector<InterfaceInfo> Stack::Impl::interfaces() const {
  std::vector<InterfaceInfo> infos;
  for (const auto& i : interfaces_) {
    infos.push_back({.id = i->id, .config = i->config, .mtu = i->mtu, .speed = i->speed, .up = i->up});
    infos.back().config.mac = i->mac;
  }
  return infos;
}

std::vector<ArpEntryInfo> Stack::Impl::arp_entries(TimePoint now) const {
  std::vector<ArpEntryInfo> infos;
  for (const auto& interface : interfaces_) {
    for (const ArpCache::Line& line : interface->arp.lines()) {
      infos.push_back({.interface = interface->id,
                       .address = line.address,
                       .mac = line.mac,
                       .is_static = line.is_static,
                       .age = now - line.made});
    }
  }
  return infos;
}

std::vector<CounterLine> Stack::Impl::counters() {
  std::vector<CounterLine> lines = counters_.lines();
  for (CounterLine& line : lines_of(tcp_.tcp().counters())) lines.push_back(std::move(line));
  return lines;
}

Stack::Stack(const Parameters& parameters, Random& random, Log& log)
    : impl_(std::make_unique<Impl>(parameters, random, log)) {}
Stack::~Stack() = default;

Result<InterfaceId, StackError> Stack::add_interface(const InterfaceConfig& config, Link& link, TimePoint now) {
  return impl_->add_interface(config, link, now);
}

Result<void, StackError> Stack::add_route(const Ipv4Cidr& destination, std::optional<Ipv4Addr> gateway,
                                          std::optional<InterfaceId> interface, std::uint32_t metric) {
  if (interface && impl_->interface(*interface) == nullptr) return fail(StackError::kUnknownInterface);
  return impl_->routes().add(destination, gateway, interface, metric);
}

Result<void, StackError> Stack::delete_route(const Ipv4Cidr& destination, std::optional<Ipv4Addr> gateway) {
  return impl_->routes().remove(destination, gateway);
}

Result<void, StackError> Stack::add_static_arp(Ipv4Addr address, const MacAddr& mac,
                                               std::optional<Ipv4Addr> interface_address, TimePoint now) {
  return impl_->add_static_arp(address, mac, interface_address, now);
}

Result<void, StackError> Stack::delete_arp(Ipv4Addr address) { return impl_->delete_arp(address); }

void Stack::on_frame(InterfaceId interface, Bytes frame, TimePoint now) {
  if (Interface* found = impl_->interface(interface)) impl_->on_frame(*found, frame, now);
}

std::size_t Stack::receive(InterfaceId interface, std::size_t budget, TimePoint now) {
  Interface* found = impl_->interface(interface);
  return found == nullptr ? 0 : impl_->receive(*found, budget, now);
}

void Stack::poll(TimePoint now) { impl_->poll(now); }
TimePoint Stack::next_deadline() const { return impl_->next_deadline(); }
tcp::Tcp& Stack::tcp() { return impl_->tcp().tcp(); }

Result<void, UdpError> Stack::udp_bind(const Endpoint& local, UdpHandler handler) {
  return impl_->udp().bind(local, std::move(handler));
}
void Stack::udp_unbind(const Endpoint& local) { impl_->udp().unbind(local); }
Result<void, UdpError> Stack::udp_send(const Endpoint& local, const Endpoint& remote, Bytes payload, TimePoint now) {
  return impl_->udp().send(local, remote, payload, now);
}

Result<void, Stack::PingError> Stack::ping(const PingRequest& request, TimePoint now) {
  return impl_->icmp().ping(request, now);
}
void Stack::set_ping_handler(PingHandler handler) { impl_->icmp().set_ping_handler(std::move(handler)); }

std::vector<InterfaceInfo> Stack::interfaces() const { return impl_->interfaces(); }
std::vector<ArpEntryInfo> Stack::arp_entries(TimePoint now) const { return impl_->arp_entries(now); }
std::vector<Route> Stack::routes() const { return impl_->routes().list(); }
std::vector<CounterLine> Stack::counters() const { return impl_->counters(); }
std::vector<Endpoint> Stack::udp_endpoints() const { return impl_->udp().endpoints(); }
bool Stack::is_own_address(Ipv4Addr address) const { return impl_->tcp().is_own_address(address); }

void Stack::set_frame_tap(FrameTap tap) { impl_->ethernet().set_tap(std::move(tap)); }

}  // namespace flue::stack
