// Where a segment belongs: a connection, a handshake under way, a pair at rest, a listener, or nothing.
#include "host/tcp/reset.h"
#include "host/tcp/tcp_impl.h"

namespace flue::tcp {

void Tcp::on_segment(const SegmentIn& segment, TimePoint now) {
  Impl& t = *impl_;
  ++t.counters.in_segs;
  const std::uint32_t hash = t.hash_of(segment.local, segment.remote);
  if (const ConnectionId id = t.connections.find(hash, segment.local, segment.remote)) {
    t.give(id, segment, now);
  } else if (const auto begun = t.half_open.find(hash, segment.local, segment.remote)) {
    t.on_half_open_segment(*begun, segment, now);
  } else if (const auto resting = t.time_wait.find(hash, segment.local, segment.remote)) {
    t.on_resting_segment(*resting, segment, hash, now);
  } else {
    t.on_unknown_segment(segment, hash, now);
  }
}

void Tcp::Impl::on_resting_segment(std::uint32_t index, const SegmentIn& segment, std::uint32_t hash, TimePoint now) {
  const TimeWaitRecord record = time_wait[index];
  switch (time_wait.on_segment(index, segment, now)) {
    case TimeWaitTable::Disposition::kIgnore:
      return;
    case TimeWaitTable::Disposition::kReopen:
      // RFC 1122 4.2.2.13: the new connection's numbers lie behind all that the old one used.
      if (listeners.match(segment.local)) {
        if (!on_syn(segment, hash, record.snd_nxt, now)) return;
        time_wait.erase(index);
        ports.remove(record.local, PortAllocator::Use::kTimeWait);
        return;
      }
      [[fallthrough]];
    case TimeWaitTable::Disposition::kAcknowledge:
      send(time_wait.ack_for(index, now), record.ttl, record.tos, now);
      return;
  }
}

void Tcp::Impl::on_unknown_segment(const SegmentIn& segment, std::uint32_t hash, TimePoint now) {
  // RFC 9293 3.10.7.1 and 3.10.7.2. An RST is never answered; neither is what no one may have sent (RFC 1122 4.2.3.10).
  const Ipv4Addr from = segment.remote.address;
  if (segment.flags.rst || from.is_any() || from.is_multicast() || from.is_limited_broadcast()) return;
  if (segment.local == segment.remote) return;  // "land": a SYN that claims to come from where it goes to
  const ListenerId listener = listeners.match(segment.local);
  if (listener && segment.flags.ack && on_cookie_ack(listener, segment, hash, now)) return;
  if (listener && !segment.flags.ack) {
    if (segment.flags.syn) on_syn(segment, hash, std::nullopt, now);
    return;
  }
  send_reset(reset_for(segment), now);
}

}  // namespace flue::tcp
