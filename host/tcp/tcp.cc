#include "host/tcp/tcp.h"

#include <algorithm>

#include "host/tcp/connection_info.h"
#include "host/tcp/receive_window.h"
#include "host/tcp/reset.h"
#include "host/tcp/tcp_impl.h"

namespace flue::tcp {

Tcp::Impl::Impl(const Parameters& all_parameters, Network& below, Random& source, Log& sink)
    : parameters(all_parameters),
      network(below),
      random(source),
      log(sink),
      hash_key(SipKey::draw(source)),
      isns(source),
      cookies(source),
      challenges(parameters.tcp.challenge_acks_per_second, source),
      ports(parameters.tcp, source),
      listeners(parameters.tcp),
      half_open(parameters.tcp),
      connections(parameters.tcp.max_hash_table_size),
      time_wait(parameters.tcp) {}

Tcp::Tcp(const Parameters& parameters, Network& network, Random& random, Log& log)
    : impl_(std::make_unique<Impl>(parameters, network, random, log)) {}
Tcp::~Tcp() = default;

// --- Shared operations ----------------------------------------------------------------------------------------------

void Tcp::Impl::settle(ConnectionId id, const Notices& notices, TimePoint now) {
  Connection* connection = connections.find(id);
  if (connection == nullptr || connection->ended) return;
  const Tcb& tcb = connection->tcb;
  transmit(*connection, now);
  if (notices.timed_out) {
    ++counters.timeouts;
    // ROUTE-33: half of TcpMaxDataRetransmissions, rounded up, went unanswered.
    const std::uint32_t half = (tcb.parameters->tcp_max_data_retransmissions + 1) / 2;
    if (half > 0 && tcb.retransmits == half) network.path_in_doubt(tcb.remote.address, now);
  }
  tell(id, *connection, notices);
  note_state(*connection);
  if (tcb.state == State::kClosed || tcb.state == State::kTimeWait) {
    bury(id, now);
  } else {
    connections.arm(id, flue::tcp::next_deadline(tcb));
  }
}

void Tcp::Impl::transmit(Connection& connection, TimePoint now) {
  const std::uint32_t before = connection.tcb.retransmissions;
  while (const auto segment = next_segment(connection.tcb, now)) send(*segment, connection.ttl, connection.tos, now);
  counters.retrans_segs += connection.tcb.retransmissions - before;
}

void Tcp::Impl::tell(ConnectionId id, Connection& connection, const Notices& notices) {
  connection.pushed = connection.pushed || notices.pushed;
  if (connection.listener) {
    if (!notices.established) return;
    Listener& listener = *listeners.find(connection.listener);
    listener.ready.push_back(id);
    events.post_acceptable(connection.listener, listener.acceptable_pending);
    return;
  }
  if (connection.let_go) return;
  const auto post = [&](bool wanted, EventKind kind) {
    if (wanted) events.post(kind, id, connection.pending_events);
  };
  post(notices.established, EventKind::kConnected);
  post(notices.readable, EventKind::kReadable);
  post(notices.writable, EventKind::kWritable);
  post(notices.peer_finished, EventKind::kPeerFinished);
  post(notices.all_acked, EventKind::kAllAcked);
}

void Tcp::Impl::note_state(Connection& connection) {
  const State state = connection.tcb.state;
  const bool established = state == State::kEstablished || state == State::kCloseWait;
  if (established && !connection.established) ++counters.curr_estab;
  if (!established && connection.established) --counters.curr_estab;
  // RFC 4022: a direct step from ESTABLISHED or CLOSE-WAIT to CLOSED is a reset, one from SYN-SENT or SYN-RCVD a
  // failure.
  const CloseReason reason = connection.tcb.close_reason;
  if (state == State::kClosed) {
    if (connection.established) ++counters.estab_resets;
    if (reason == CloseReason::kRefused || reason == CloseReason::kUnreachable) ++counters.attempt_fails;
  }
  connection.established = established;
}

void Tcp::Impl::bury(ConnectionId id, TimePoint now) {
  Connection& connection = *connections.find(id);
  log(LogLevel::kDebug, "tcp {} - {} ended, reason {}", to_string(connection.tcb.local),
      to_string(connection.tcb.remote), static_cast<int>(connection.tcb.close_reason));
  connections.end(id);
  ports.remove(connection.tcb.local, PortAllocator::Use::kConnection);
  if (connection.tcb.state == State::kTimeWait) rest(connection, now);
  if (connection.listener) {
    if (Listener* listener = listeners.find(connection.listener)) std::erase(listener->ready, id);
    connections.erase(id);
  } else if (connection.let_go) {
    connections.erase(id);
  } else {
    events.post(EventKind::kClosed, id, connection.pending_events);
  }
}

void Tcp::Impl::rest(Connection& connection, TimePoint now) {
  const Tcb& tcb = connection.tcb;
  TimeWaitRecord record;
  record.local = tcb.local;
  record.remote = tcb.remote;
  record.snd_nxt = tcb.snd_max;
  record.rcv_nxt = tcb.rcv_nxt;
  record.ts_recent = tcb.ts_recent;
  record.ts_offset = tcb.ts_offset;
  record.wnd = WindowBytes(receive_window(tcb)) >> tcb.rcv_shift;
  record.timestamps = tcb.timestamps;
  record.ttl = connection.ttl;
  record.tos = connection.tos;
  ports.add(record.local, PortAllocator::Use::kTimeWait);
  if (const auto evicted = time_wait.add(connection.hash, record, now)) {
    ports.remove(evicted->local, PortAllocator::Use::kTimeWait);
  }
}

void Tcp::Impl::give(ConnectionId id, const SegmentIn& segment, TimePoint now) {
  Connection& connection = *connections.find(id);
  const InputResult result = flue::tcp::on_segment(connection.tcb, segment, now);
  ++counters.drops[static_cast<std::size_t>(result.drop)];
  if (result.fast_retransmit) ++counters.fast_retransmits;
  if (result.challenge && challenges.allow(now)) {
    ++counters.challenge_acks;
    acknowledge_now(connection.tcb);
  }
  if (result.reset) send(*result.reset, connection.ttl, connection.tos, now);
  settle(id, result.notices, now);
}

void Tcp::Impl::send(const SegmentOut& segment, std::uint8_t ttl, std::uint8_t tos, TimePoint now) {
  ++counters.out_segs;
  if (segment.flags.rst) ++counters.out_rsts;
  network.send(segment, ttl, tos, now);
}

void Tcp::Impl::send_reset(const std::optional<SegmentOut>& reset, TimePoint now) {
  if (reset) send(*reset, parameters.ip.default_ttl, parameters.ip.default_tos, now);
}

std::uint8_t Tcp::Impl::ttl_of(const SocketOptions& options) const {
  return options.ttl.value_or(parameters.ip.default_ttl);
}
std::uint8_t Tcp::Impl::tos_of(const SocketOptions& options) const {
  return options.tos.value_or(parameters.ip.default_tos);
}

bool Tcp::Impl::pair_free(const Endpoint& local, const Endpoint& remote) const {
  const std::uint32_t hash = hash_of(local, remote);
  return !connections.find(hash, local, remote) && !half_open.find(hash, local, remote) &&
         !time_wait.find(hash, local, remote);
}

// --- Data -----------------------------------------------------------------------------------------------------------

std::size_t Tcp::write(ConnectionId id, Bytes data, TimePoint now, bool push) {
  Connection* connection = impl_->connections.find(id);
  if (connection == nullptr || connection->ended || connection->let_go) return 0;
  const std::size_t taken = flue::tcp::write(connection->tcb, data, push, now);
  impl_->settle(id, {}, now);
  return taken;
}

std::size_t Tcp::writable_bytes(ConnectionId id) const {
  const Connection* connection = impl_->connections.find(id);
  return connection == nullptr || connection->ended ? 0 : flue::tcp::writable_bytes(connection->tcb);
}

ByteSpans Tcp::readable(ConnectionId id) const {
  const Connection* connection = impl_->connections.find(id);
  return connection == nullptr ? ByteSpans{} : flue::tcp::readable(connection->tcb);
}

void Tcp::consume(ConnectionId id, std::size_t n, TimePoint now) {
  Connection* connection = impl_->connections.find(id);
  if (connection == nullptr) return;
  flue::tcp::consume(connection->tcb, n, now);
  impl_->settle(id, {}, now);
}

void Tcp::set_unread_elsewhere(ConnectionId id, std::uint32_t bytes, TimePoint now) {
  Connection* connection = impl_->connections.find(id);
  if (connection == nullptr || connection->ended) return;
  flue::tcp::set_unread_elsewhere(connection->tcb, bytes, now);
  impl_->settle(id, {}, now);
}

bool Tcp::at_end(ConnectionId id) const {
  const Connection* connection = impl_->connections.find(id);
  return connection != nullptr && connection->tcb.fin_received && flue::tcp::readable(connection->tcb).empty();
}

// --- Inspection -----------------------------------------------------------------------------------------------------

bool Tcp::valid(ConnectionId id) const { return impl_->connections.find(id) != nullptr; }

std::optional<ConnectionInfo> Tcp::info(ConnectionId id) const {
  const Connection* connection = impl_->connections.find(id);
  if (connection == nullptr) return std::nullopt;
  return info_of(id, *connection);
}

void Tcp::for_each(const std::function<void(const ConnectionInfo&)>& visit) const {
  impl_->listeners.for_each([&](ListenerId, const Listener& listener) { visit(info_of(listener)); });
  impl_->half_open.for_each([&](std::uint32_t, const HalfOpenRecord& record) { visit(info_of(record)); });
  impl_->connections.for_each([&](ConnectionId id, const Connection& connection) {
    if (!connection.ended) visit(info_of(id, connection));
  });
  impl_->time_wait.for_each([&](std::uint32_t, const TimeWaitRecord& record) { visit(info_of(record)); });
}

const Counters& Tcp::counters() const {
  impl_->counters.half_open = impl_->half_open.size();
  impl_->counters.time_wait = impl_->time_wait.size();
  return impl_->counters;
}

// --- Time -----------------------------------------------------------------------------------------------------------

void Tcp::poll(TimePoint now) {
  // All that are due are taken out first: one that is at once due again waits for the next call.
  std::vector<ConnectionId> due;
  while (const auto id = impl_->connections.pop_due(now)) due.push_back(*id);
  for (const ConnectionId id : due) {
    Connection* connection = impl_->connections.find(id);
    if (connection == nullptr || connection->ended) continue;
    impl_->settle(id, on_timers(connection->tcb, now), now);
  }
  impl_->on_half_open_timers(now);
  while (const auto record = impl_->time_wait.pop_expired(now)) {
    impl_->ports.remove(record->local, PortAllocator::Use::kTimeWait);
  }
}

TimePoint Tcp::next_deadline() const {
  return std::min(
      {impl_->connections.next_deadline(), impl_->half_open.next_deadline(), impl_->time_wait.next_deadline()});
}

// --- Events ---------------------------------------------------------------------------------------------------------

std::optional<Event> Tcp::next_event() {
  while (const auto entry = impl_->events.pop()) {
    Event event{entry->kind, entry->connection, entry->listener};
    if (entry->kind == EventKind::kAcceptable) {
      Listener* listener = impl_->listeners.find(entry->listener);
      if (listener == nullptr) continue;
      listener->acceptable_pending = false;
      event.owner = listener->owner;
      return event;
    }
    Connection* connection = impl_->connections.find(entry->connection);
    if (connection == nullptr || connection->let_go) continue;
    connection->pending_events &= static_cast<std::uint8_t>(~EventQueue::bit(entry->kind));
    event.owner = connection->owner;
    if (entry->kind == EventKind::kClosed) event.reason = connection->tcb.close_reason;
    if (entry->kind == EventKind::kReadable) {
      event.pushed = connection->pushed;
      connection->pushed = false;
    }
    return event;
  }
  return std::nullopt;
}

}  // namespace flue::tcp
