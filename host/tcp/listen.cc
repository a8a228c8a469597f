#include "host/tcp/listen.h"

#include <algorithm>

namespace flue::tcp {

ListenerId ListenerTable::add(const ListenConfig& config) {
  auto listener = std::make_unique<Listener>();
  listener->local = {config.address, config.port};
  listener->owner = config.owner;
  listener->options = config.options;
  set_backlog(*listener, config.backlog);
  const ListenerId id = slots_.insert(std::move(listener));
  by_port_[config.port.number()].push_back(id);
  return id;
}

void ListenerTable::remove(ListenerId id) {
  const Listener* listener = slots_.find(id);
  if (listener == nullptr) return;
  const auto bucket = by_port_.find(listener->local.port.number());
  std::erase(bucket->second, id);
  if (bucket->second.empty()) by_port_.erase(bucket);
  slots_.erase(id);
}

ListenerId ListenerTable::match(const Endpoint& local) const {
  const auto bucket = by_port_.find(local.port.number());
  if (bucket == by_port_.end()) return {};
  ListenerId any;
  for (const ListenerId id : bucket->second) {
    const Ipv4Addr address = slots_.find(id)->local.address;
    if (address == local.address) return id;
    if (address.is_any()) any = id;
  }
  return any;
}

void ListenerTable::set_backlog(Listener& listener, std::uint32_t requested) const {
  listener.backlog = std::clamp(requested, 1u, std::max(parameters_.max_backlog, 1u));
  listener.capacity = listener.backlog;
}

void ListenerTable::grow(Listener& listener) const {
  const TcpParameters& p = parameters_;
  if (!p.enable_dynamic_backlog || listener.backlog <= p.minimum_dynamic_backlog) return;
  const auto claimed = static_cast<std::uint32_t>(listener.ready.size()) + listener.half_open;
  const std::uint32_t free = listener.capacity > claimed ? listener.capacity - claimed : 0;
  if (free >= p.minimum_dynamic_backlog) return;
  if (free + p.dynamic_backlog_growth_delta + listener.half_open > p.maximum_dynamic_backlog) return;
  listener.capacity = claimed + free + p.dynamic_backlog_growth_delta;
}

}  // namespace flue::tcp
