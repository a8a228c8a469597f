// Handshakes that others begin (TCP-SETUP-05, RFC 9293 3.10.7.2 and the SYN-RECEIVED parts of 3.10.7.4): the SYN makes
// a compact record or a cookie, the ACK makes the connection.
#include <algorithm>

#include "host/tcp/reset.h"
#include "host/tcp/rto.h"
#include "host/tcp/tcp_impl.h"

namespace flue::tcp {
namespace {

// The SYN as the record remembers it.
SegmentIn syn_of(const HalfOpenRecord& record) {
  SegmentIn syn;
  syn.local = record.local;
  syn.remote = record.remote;
  syn.seq = record.peer.irs;
  syn.flags.syn = true;
  syn.wnd = record.peer.peer_wnd;
  syn.options.mss = record.peer.peer_mss;
  syn.options.window_shift = record.peer.peer_shift;
  syn.options.sack_permitted = record.peer.sack_permitted;
  if (record.peer.peer_tsval) syn.options.timestamps = Timestamps{*record.peer.peer_tsval, 0};
  return syn;
}

HalfOpen remembered(const SegmentIn& syn) {
  HalfOpen peer;
  peer.irs = syn.seq;
  peer.peer_mss = syn.options.mss;
  peer.peer_shift = syn.options.window_shift;
  peer.sack_permitted = syn.options.sack_permitted;
  if (syn.options.timestamps) peer.peer_tsval = syn.options.timestamps->tsval;
  peer.peer_wnd = syn.wnd;
  return peer;
}

// The SYN-ACK comes from the same rules as that of a connection with a control block, so the two cannot differ.
std::optional<SegmentOut> syn_ack_of(const OpenConfig& config, const HalfOpenRecord& record, TimePoint now) {
  Tcb tcb;
  open_passive(tcb, config, syn_of(record), now);
  return next_segment(tcb, now);
}

SegmentOut bare_ack(const HalfOpenRecord& record) {
  SegmentOut ack;
  ack.local = record.local;
  ack.remote = record.remote;
  ack.seq = record.iss + 1;
  ack.ack = record.peer.irs + 1;
  ack.flags.ack = true;
  return ack;
}

}  // namespace

const TcpParameters& Tcp::Impl::parameters_for(const Path& path, bool plain) const {
  return plain || path.parameters == nullptr ? parameters.tcp : *path.parameters;
}

bool Tcp::Impl::on_syn(const SegmentIn& syn, std::uint32_t hash, std::optional<Seq> iss_floor, TimePoint now) {
  const ListenerId id = listeners.match(syn.local);
  Listener& listener = *listeners.find(id);
  if (syn.remote.port.number() == 0) return false;
  const auto path = network.path(syn.local.address, syn.remote.address);
  if (!path) return false;
  listeners.grow(listener);
  const bool attacked = half_open.under_attack(now);

  if (parameters.tcp.backlog_overflow == BacklogOverflow::kDrop) {
    if (listener.queue_full() || at_connection_limit()) {
      ++counters.backlog_refusals;
      return false;
    }
  } else if (!attacked && (listener.fully_claimed() || at_connection_limit())) {
    // SOCKETS-12. Under attack unfinished handshakes claim no place, and who must be refused hears it after the
    // handshake, from complete_handshake() (TCP-SECURITY-06).
    ++counters.backlog_refusals;
    if (!listener.queue_full()) half_open.note_refusal(now);
    send_reset(reset_for(syn), now);
    return false;
  }

  ++counters.passive_opens;
  HalfOpenRecord record{syn.local, syn.remote, id, isns.isn(syn.local, syn.remote, now), remembered(syn)};
  if (half_open.full() && parameters.tcp.syn_cookies) {
    record.iss = cookies.make(syn, now);
    record.peer = SynCookies::reduced(syn);
    ++counters.syn_cookies_sent;
    send_syn_ack(record, now, true);
    return true;
  }
  if (half_open.full()) drop_half_open(half_open.oldest());
  if (iss_floor && !after(record.iss, *iss_floor)) {
    record.iss = *iss_floor + 65536 + static_cast<std::uint32_t>(random.below(65536));
  }
  // TCP-SECURITY-05. A profile with SYN cookies has its defence in them and spares honest clients this.
  record.plain = attacked && !parameters.tcp.syn_cookies;
  if (record.plain) record.peer.peer_shift.reset();
  half_open.add(hash, record, parameters_for(*path, record.plain).tcp_initial_rtt, now);
  ++listener.half_open;
  send_syn_ack(record, now, false);
  return true;
}

void Tcp::Impl::send_syn_ack(const HalfOpenRecord& record, TimePoint now, bool cookie) {
  const Listener* listener = listeners.find(record.listener);
  const auto path = network.path(record.local.address, record.remote.address);
  if (listener == nullptr || !path) return;
  const SocketOptions& options = listener->options;
  OpenConfig config = open_config(record.local, record.remote, *path, options, parameters_for(*path, record.plain));
  config.iss = record.iss;
  auto segment = syn_ack_of(config, record, now);
  if (!segment) return;
  if (cookie && segment->options.timestamps) {
    auto& tsval = segment->options.timestamps->tsval;
    tsval = SynCookies::mark_timestamp(tsval, record.peer);
  }
  send(*segment, ttl_of(options), tos_of(options), now);
}

void Tcp::Impl::on_half_open_segment(std::uint32_t index, const SegmentIn& segment, TimePoint now) {
  const HalfOpenRecord record = half_open[index];
  const auto challenge = [&] {
    if (!challenges.allow(now)) return;
    ++counters.challenge_acks;
    send(bare_ack(record), parameters.ip.default_ttl, parameters.ip.default_tos, now);
  };
  if (segment.flags.rst) {
    // RFC 5961 section 3: only the exact number resets.
    if (segment.seq == record.peer.irs + 1) {
      ++counters.attempt_fails;
      drop_half_open(index);
    } else {
      ++counters.drops[static_cast<std::size_t>(SegmentDrop::kOutOfWindow)];
    }
    return;
  }
  if (segment.flags.syn) {
    // The same SYN again: our SYN-ACK was lost. Any other is challenged (RFC 5961 section 4).
    if (segment.seq == record.peer.irs && !segment.flags.ack) {
      half_open.note_repeated(index);
      send_syn_ack(record, now, false);
    } else {
      ++counters.drops[static_cast<std::size_t>(SegmentDrop::kChallengedSyn)];
      challenge();
    }
    return;
  }
  if (!segment.flags.ack) {
    ++counters.drops[static_cast<std::size_t>(SegmentDrop::kNoAck)];
    return;
  }
  if (segment.ack != record.iss + 1) {
    ++counters.drops[static_cast<std::size_t>(SegmentDrop::kBadHandshake)];
    send_reset(reset_for(segment), now);
    return;
  }
  const Listener& listener = *listeners.find(record.listener);
  if (listener.queue_full() || at_connection_limit()) {
    ++counters.backlog_refusals;
    // Dropped, the ACK will come again with the peer's data or our next SYN-ACK; refused, the handshake is over.
    if (parameters.tcp.backlog_overflow == BacklogOverflow::kDrop) return;
    send_reset(reset_for(segment), now);
    drop_half_open(index);
    return;
  }
  // Taken out first: the connection takes over the four values.
  const std::uint32_t hash = hash_of(record.local, record.remote);
  if (complete_handshake(record, segment, hash, now)) drop_half_open(index);
}

bool Tcp::Impl::on_cookie_ack(ListenerId id, const SegmentIn& ack, std::uint32_t hash, TimePoint now) {
  if (!parameters.tcp.syn_cookies) return false;
  const auto peer = cookies.check(ack, now);
  if (!peer) return false;
  if (listeners.find(id)->queue_full() || at_connection_limit()) {
    ++counters.backlog_refusals;
    return true;
  }
  return complete_handshake({ack.local, ack.remote, id, ack.ack - 1, *peer}, ack, hash, now);
}

bool Tcp::Impl::complete_handshake(const HalfOpenRecord& record, const SegmentIn& ack, std::uint32_t hash,
                                   TimePoint now) {
  const auto path = network.path(record.local.address, record.remote.address);
  if (!path) return false;
  const SocketOptions& options = listeners.find(record.listener)->options;
  OpenConfig config = open_config(record.local, record.remote, *path, options, parameters_for(*path, record.plain));
  config.iss = record.iss;
  auto connection = std::make_unique<Connection>();
  connection->listener = record.listener;
  open_half_open(connection->tcb, config, record.peer, now);
  // RFC 5681 section 3.1: after a lost SYN-ACK the initial window is one segment.
  if (record.retries > 0) connection->tcb.syn_retransmitted = true;
  // RFC 6298 section 2.2: the handshake is the first round trip (TCP-RTO-08: the first data need not wait 3 s).
  if (record.sent != kNever) start_rtt(connection->tcb, record.iss + 1, record.sent);
  apply_open_options(*connection, options, *path, now);
  const InputResult result = flue::tcp::on_segment(connection->tcb, ack, now);
  ++counters.drops[static_cast<std::size_t>(result.drop)];
  send_reset(result.reset, now);
  if (!result.notices.established) {
    // Not the ACK it looked like; what TCP has to answer leaves, and the handshake stays where it was.
    while (const auto answer = next_segment(connection->tcb, now)) {
      if (!answer->flags.syn) send(*answer, connection->ttl, connection->tos, now);
    }
    return false;
  }
  const ConnectionId id = connections.add(std::move(connection), hash);
  ports.add(record.local, PortAllocator::Use::kConnection);
  settle(id, result.notices, now);
  return true;
}

void Tcp::Impl::on_half_open_timers(TimePoint now) {
  while (const auto due = half_open.pop_due(now)) {
    if (due->give_up) {
      ++counters.attempt_fails;
      drop_half_open(due->index);
    } else {
      ++counters.retrans_segs;
      send_syn_ack(half_open[due->index], now, false);
    }
  }
}

void Tcp::Impl::drop_half_open(std::uint32_t index) {
  if (Listener* listener = listeners.find(half_open[index].listener)) --listener->half_open;
  half_open.erase(index);
}

}  // namespace flue::tcp
