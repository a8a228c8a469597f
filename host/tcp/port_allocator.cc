#include "host/tcp/port_allocator.h"

#include <algorithm>

namespace flue::tcp {

PortAllocator::PortAllocator(const TcpParameters& parameters, Random& random)
    : first_(std::max<std::uint16_t>(parameters.min_user_port, 1)),
      last_(std::max(parameters.max_user_port, first_)),
      randomise_(parameters.randomise_ports),
      random_(random),
      totals_(65536) {}

std::uint32_t& PortAllocator::Uses::of(Use use) {
  if (use == Use::kListener) return listeners;
  return use == Use::kConnection ? connections : time_wait;
}

void PortAllocator::add(const Endpoint& local, Use use) {
  ++totals_[local.port.number()].of(use);
  ++by_local_[key(local)].of(use);
}

void PortAllocator::remove(const Endpoint& local, Use use) {
  const auto found = by_local_.find(key(local));
  if (found == by_local_.end()) return;
  --totals_[local.port.number()].of(use);
  --found->second.of(use);
  if (found->second.none()) by_local_.erase(found);
}

bool PortAllocator::bindable(const Endpoint& local, bool reuse) const {
  const auto at = [this](const Endpoint& endpoint) {
    const auto found = by_local_.find(key(endpoint));
    return found == by_local_.end() ? Uses{} : found->second;
  };
  const Uses exact = at(local);
  if (exact.listeners != 0) return false;
  if (reuse) return true;
  if (local.address.is_any()) return totals_[local.port.number()].none();
  return exact.none() && at({Ipv4Addr(), local.port}).listeners == 0;
}

std::optional<Port> PortAllocator::choose_unused() {
  return search([this](std::uint16_t number) { return totals_[number].none(); });
}

}  // namespace flue::tcp
