// The ways a connection ends by our own doing (TCP-STATES-02..05).
#include "host/tcp/tcp_impl.h"

namespace flue::tcp {

void Tcp::shutdown_send(ConnectionId id, TimePoint now) {
  Connection* connection = impl_->connections.find(id);
  if (connection == nullptr || connection->ended || connection->let_go) return;
  flue::tcp::shutdown_send(connection->tcb, now);
  impl_->settle(id, {}, now);
}

void Tcp::close(ConnectionId id, TimePoint now) {
  Connection* connection = impl_->connections.find(id);
  if (connection == nullptr || connection->let_go) return;
  connection->let_go = true;
  if (connection->ended) {
    impl_->connections.erase(id);
    return;
  }
  impl_->settle(id, flue::tcp::close(connection->tcb, now), now);
}

void Tcp::abort(ConnectionId id, TimePoint now) { impl_->abort_connection(id, CloseReason::kAborted, now); }

void Tcp::Impl::abort_connection(ConnectionId id, CloseReason reason, TimePoint now) {
  Connection* connection = connections.find(id);
  if (connection == nullptr) return;
  connection->let_go = true;
  if (connection->ended) {
    connections.erase(id);
    return;
  }
  const auto reset = flue::tcp::abort(connection->tcb, reason, now);
  if (reset) send(*reset, connection->ttl, connection->tos, now);
  settle(id, {}, now);
}

void Tcp::close_all(TimePoint now) {
  std::vector<ListenerId> listening;
  impl_->listeners.for_each([&](ListenerId id, const Listener&) { listening.push_back(id); });
  for (const ListenerId id : listening) close_listener(id, now);
  impl_->connections.for_each([&](ConnectionId id, const Connection&) { close(id, now); });
}

bool Tcp::finished() const { return impl_->connections.live() == 0 && impl_->half_open.size() == 0; }

}  // namespace flue::tcp
