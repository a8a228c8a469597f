// Socket options, when a connection begins and later.
#include <algorithm>

#include "host/tcp/path_mss.h"
#include "host/tcp/receive_window.h"
#include "host/tcp/tcp_impl.h"

namespace flue::tcp {
namespace {

void set_keep_alive_options(Tcb& tcb, const SocketOptions& options, TimePoint now) {
  if (options.keep_alive_time || options.keep_alive_interval || options.keep_alive_retries) {
    KeepAliveTimes times = keep_alive_times(tcb);
    times.time = options.keep_alive_time.value_or(times.time);
    times.interval = options.keep_alive_interval.value_or(times.interval);
    times.retries = options.keep_alive_retries.value_or(times.retries);
    set_keep_alive_times(tcb, times, now);
  }
  set_keep_alive(tcb, options.keep_alive, now);
}

}  // namespace

OpenConfig Tcp::Impl::open_config(const Endpoint& local, const Endpoint& remote, const Path& path,
                                  const SocketOptions& options, const TcpParameters& tcp) const {
  OpenConfig config;
  config.parameters = &tcp;
  config.local = local;
  config.remote = remote;
  config.ts_offset = isns.timestamp_offset(local, remote);
  const SegmentSizes sizes = segment_sizes(path, tcp, options);
  config.own_mss = sizes.own_mss;
  config.path_mss = sizes.path_mss;
  // TCP-WINDOW-06: the socket's own wish first, then what the interface's parameters say.
  config.receive_buffer = options.receive_buffer ? std::min(*options.receive_buffer, tcp.max_receive_buffer)
                                                 : default_receive_buffer(tcp, path.speed);
  config.send_buffer = std::min(options.send_buffer.value_or(tcp.default_send_buffer), tcp.max_send_buffer);
  config.nagle = options.nagle && !path.loopback;  // TCP-NAGLE-05
  config.keep_alive = options.keep_alive;
  config.memory = rings.get();
  return config;
}

void Tcp::Impl::apply_open_options(Connection& connection, const SocketOptions& options, const Path& path,
                                   TimePoint now) const {
  connection.ttl = ttl_of(options);
  connection.tos = tos_of(options);
  connection.loopback = path.loopback;
  set_keep_alive_options(connection.tcb, options, now);
}

void Tcp::set_options(ConnectionId id, const SocketOptions& options, TimePoint now) {
  Connection* connection = impl_->connections.find(id);
  if (connection == nullptr || connection->ended) return;
  Tcb& tcb = connection->tcb;
  set_nagle(tcb, options.nagle && !connection->loopback, now);
  set_keep_alive_options(tcb, options, now);
  const TcpParameters& tcp = *tcb.parameters;
  if (options.receive_buffer) set_receive_buffer(tcb, std::min(*options.receive_buffer, tcp.max_receive_buffer), now);
  if (options.send_buffer) set_send_buffer(tcb, std::min(*options.send_buffer, tcp.max_send_buffer), now);
  if (options.max_segment && *options.max_segment < tcb.path_mss) {
    set_path_mss(tcb, std::max<std::uint16_t>(*options.max_segment, 1), now);
  }
  if (options.ttl) connection->ttl = *options.ttl;
  if (options.tos) connection->tos = *options.tos;
  impl_->settle(id, {}, now);
}

void Tcp::set_cork(ConnectionId id, bool on, TimePoint now) {
  Connection* connection = impl_->connections.find(id);
  if (connection == nullptr || connection->ended) return;
  flue::tcp::set_cork(connection->tcb, on, now);
  impl_->settle(id, {}, now);
}

}  // namespace flue::tcp
