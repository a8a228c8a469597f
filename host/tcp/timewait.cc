#include "host/tcp/timewait.h"

#include "host/tcp/options.h"

namespace flue::tcp {

TimeWaitTable::TimeWaitTable(const TcpParameters& parameters)
    : rest_(parameters.tcp_timed_wait_delay), limit_(parameters.max_free_tcbs), index_(0) {}

std::optional<TimeWaitRecord> TimeWaitTable::add(std::uint32_t hash, TimeWaitRecord record, TimePoint now) {
  record.expires = now + rest_;
  index_.insert(hash, pool_.push_back({record, hash}));
  if (pool_.size() <= limit_) return std::nullopt;
  const std::uint32_t oldest = pool_.oldest();
  const TimeWaitRecord evicted = pool_[oldest].record;
  erase(oldest);
  return evicted;
}

std::optional<std::uint32_t> TimeWaitTable::find(std::uint32_t hash, const Endpoint& local,
                                                 const Endpoint& remote) const {
  return index_.find(hash, [&](std::uint32_t index) {
    return pool_[index].record.local == local && pool_[index].record.remote == remote;
  });
}

void TimeWaitTable::erase(std::uint32_t index) {
  index_.erase(pool_[index].hash, index);
  pool_.erase(index);
}

std::optional<TimeWaitRecord> TimeWaitTable::pop_expired(TimePoint now) {
  if (next_deadline() > now) return std::nullopt;
  const std::uint32_t oldest = pool_.oldest();
  const TimeWaitRecord record = pool_[oldest].record;
  erase(oldest);
  return record;
}

TimePoint TimeWaitTable::next_deadline() const {
  return pool_.size() == 0 ? kNever : pool_[pool_.oldest()].record.expires;
}

TimeWaitTable::Disposition TimeWaitTable::on_segment(std::uint32_t index, const SegmentIn& segment, TimePoint now) {
  TimeWaitRecord& record = pool_[index].record;
  // RFC 1337: an RST must not cut the rest short, or an old duplicate could.
  if (segment.flags.rst) return Disposition::kIgnore;
  if (segment.flags.syn) {
    if (segment.flags.ack) return Disposition::kAcknowledge;
    // RFC 6191 section 2: with timestamps a later TSval proves that the SYN is new; at the same TSval, or without
    // timestamps, the sequence number must (RFC 1122 4.2.2.13).
    const bool newer_seq = after(segment.seq, record.rcv_nxt);
    if (!record.timestamps || !segment.options.timestamps) {
      return newer_seq ? Disposition::kReopen : Disposition::kAcknowledge;
    }
    const Seq tsval(segment.options.timestamps->tsval);
    const Seq recent(record.ts_recent);
    const bool newer = after(tsval, recent) || (tsval == recent && newer_seq);
    return newer ? Disposition::kReopen : Disposition::kAcknowledge;
  }
  // RFC 9293 3.10.7.4: the peer has not seen our last ACK and repeats its FIN; the rest begins anew.
  if (segment.flags.fin && segment.seq + segment.length() == record.rcv_nxt) {
    record.expires = now + rest_;
    pool_.renew(index);
    return Disposition::kAcknowledge;
  }
  const bool acceptable = segment.length() == 0 && segment.seq == record.rcv_nxt;
  return acceptable ? Disposition::kIgnore : Disposition::kAcknowledge;
}

SegmentOut TimeWaitTable::ack_for(std::uint32_t index, TimePoint now) const {
  const TimeWaitRecord& record = pool_[index].record;
  SegmentOut ack;
  ack.local = record.local;
  ack.remote = record.remote;
  ack.seq = record.snd_nxt;
  ack.ack = record.rcv_nxt;
  ack.flags.ack = true;
  ack.wnd = record.wnd;
  if (record.timestamps) ack.options.timestamps = Timestamps{timestamp_at(record.ts_offset, now), record.ts_recent};
  return ack;
}

}  // namespace flue::tcp
