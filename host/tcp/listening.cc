// listen, accept, and what ends a listener.
#include "host/tcp/tcp_impl.h"

namespace flue::tcp {

Result<ListenerId, SocketError> Tcp::listen(const ListenConfig& config, TimePoint now) {
  const auto local = check_bind({config.address, config.port}, config.reuse_address, now);
  if (!local) return fail(local.error());
  ListenConfig bound = config;
  bound.port = local->port;
  impl_->ports.add(*local, PortAllocator::Use::kListener);
  return impl_->listeners.add(bound);
}

void Tcp::close_listener(ListenerId id, TimePoint now) {
  const Listener* listener = impl_->listeners.find(id);
  if (listener == nullptr) return;
  // Handshakes under way are forgotten: their ACKs will be answered by RST like any segment for nothing.
  std::vector<std::uint32_t> begun;
  impl_->half_open.for_each([&](std::uint32_t index, const HalfOpenRecord& record) {
    if (record.listener == id) begun.push_back(index);
  });
  for (const std::uint32_t index : begun) impl_->drop_half_open(index);
  const std::deque<ConnectionId> waiting = listener->ready;
  for (const ConnectionId connection : waiting) impl_->abort_connection(connection, CloseReason::kAborted, now);
  impl_->ports.remove(listener->local, PortAllocator::Use::kListener);
  impl_->listeners.remove(id);
}

std::optional<Endpoint> Tcp::listener_endpoint(ListenerId id) const {
  const Listener* listener = impl_->listeners.find(id);
  if (listener == nullptr) return std::nullopt;
  return listener->local;
}

void Tcp::set_backlog(ListenerId id, std::uint32_t backlog) {
  if (Listener* listener = impl_->listeners.find(id)) impl_->listeners.set_backlog(*listener, backlog);
}

std::optional<ConnectionId> Tcp::accept(ListenerId id, std::uint64_t owner) {
  Listener* listener = impl_->listeners.find(id);
  if (listener == nullptr || listener->ready.empty()) return std::nullopt;
  const ConnectionId accepted = listener->ready.front();
  listener->ready.pop_front();
  Connection& connection = *impl_->connections.find(accepted);
  connection.listener = {};
  connection.owner = owner;
  // What happened while nobody owned the connection is told now.
  if (!flue::tcp::readable(connection.tcb).empty()) {
    impl_->events.post(EventKind::kReadable, accepted, connection.pending_events);
  }
  if (connection.tcb.fin_received) {
    impl_->events.post(EventKind::kPeerFinished, accepted, connection.pending_events);
  }
  return accepted;
}

}  // namespace flue::tcp
