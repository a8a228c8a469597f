// connect and bind: choosing both ends of a connection that we begin.
#include "host/tcp/tcp_impl.h"

namespace flue::tcp {
namespace {

constexpr std::chrono::minutes kPortWarningPause{1};

bool can_be_remote(const Endpoint& remote) {
  return remote.port.number() != 0 && !remote.address.is_any() && !remote.address.is_multicast() &&
         !remote.address.is_limited_broadcast() && !remote.address.is_reserved();
}

}  // namespace

Result<Endpoint, SocketError> Tcp::check_bind(const Endpoint& local, bool reuse_address, TimePoint) {
  if (!local.address.is_any() && !impl_->network.is_own_address(local.address)) {
    return fail(SocketError::kAddressNotAvailable);
  }
  if (local.port.number() == 0) {
    const auto port = impl_->ports.choose_unused();
    if (!port) return fail(SocketError::kNoPorts);
    return Endpoint{local.address, *port};
  }
  if (!impl_->ports.bindable(local, reuse_address)) return fail(SocketError::kAddressInUse);
  return local;
}

Result<ConnectionId, SocketError> Tcp::connect(const ConnectConfig& config, TimePoint now) {
  Impl& t = *impl_;
  const Endpoint& remote = config.remote;
  if (!can_be_remote(remote)) return fail(SocketError::kInvalid);
  if (!config.local.address.is_any() && !t.network.is_own_address(config.local.address)) {
    return fail(SocketError::kAddressNotAvailable);
  }
  if (t.at_connection_limit()) return fail(SocketError::kTooManyConnections);
  const auto path = t.network.path(config.local.address, remote.address);
  if (!path) return fail(SocketError::kNoRoute);

  Endpoint local = config.local;
  if (local.address.is_any()) local.address = path->source;  // SOCKETS-33
  if (local.port.number() == 0) {
    const auto port = t.ports.choose([&](Port candidate) { return t.pair_free({local.address, candidate}, remote); });
    if (!port) {
      if (now >= t.port_warning_after) {
        t.log(LogLevel::kWarning,
              "tcp: all {} automatic ports are in use or in TIME-WAIT toward {}: raise MaxUserPort or lower "
              "TcpTimedWaitDelay",
              t.ports.range_size(), to_string(remote));
        t.port_warning_after = now + kPortWarningPause;
      }
      return fail(SocketError::kNoPorts);
    }
    local.port = *port;
  } else if (!t.pair_free(local, remote)) {
    return fail(SocketError::kPairInUse);  // TCP-TIMEWAIT-04, TCP-STATES-13
  } else if (!config.reuse_address && t.listeners.match(local)) {
    return fail(SocketError::kAddressInUse);
  }

  const TcpParameters& tcp = t.parameters_for(*path, false);
  OpenConfig open = t.open_config(local, remote, *path, config.options, tcp);
  open.iss = t.isns.isn(local, remote, now);
  auto connection = std::make_unique<Connection>();
  connection->owner = config.owner;
  open_active(connection->tcb, open, now);
  t.apply_open_options(*connection, config.options, *path, now);
  const ConnectionId id = t.connections.add(std::move(connection), t.hash_of(local, remote));
  t.ports.add(local, PortAllocator::Use::kConnection);
  ++t.counters.active_opens;
  t.settle(id, {}, now);
  return id;
}

}  // namespace flue::tcp
