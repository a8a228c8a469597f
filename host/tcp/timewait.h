// Connections at rest (TCP-TIMEWAIT-01..07): what is left of one is a record of at most 64 bytes. All rest equally
// long, so the order of age is the order of expiry and no timer per record is needed.
#pragma once

#include <cstdint>
#include <optional>

#include "host/base/time.h"
#include "host/params/parameters.h"
#include "host/tcp/aged_pool.h"
#include "host/tcp/pair_index.h"
#include "host/tcp/segment.h"

namespace flue::tcp {

struct TimeWaitRecord {
  Endpoint local;
  Endpoint remote;
  TimePoint expires;
  Seq snd_nxt;
  Seq rcv_nxt;
  std::uint32_t ts_recent = 0;
  std::uint32_t ts_offset = 0;
  RawWindow wnd;
  bool timestamps = false;
  std::uint8_t ttl = 0;
  std::uint8_t tos = 0;
};

class TimeWaitTable {
 public:
  explicit TimeWaitTable(const TcpParameters& parameters);

  // Starts the rest of a connection; beyond MaxFreeTcbs the oldest record leaves early (TCP-TIMEWAIT-06): it is
  // returned, so that its port can be released.
  std::optional<TimeWaitRecord> add(std::uint32_t hash, TimeWaitRecord record, TimePoint now);
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint32_t hash, const Endpoint& local,
                                                  const Endpoint& remote) const;
  [[nodiscard]] const TimeWaitRecord& operator[](std::uint32_t index) const { return pool_[index].record; }
  void erase(std::uint32_t index);
  // One record whose time is over, taken out.
  std::optional<TimeWaitRecord> pop_expired(TimePoint now);
  [[nodiscard]] TimePoint next_deadline() const;

  // What RFC 9293 3.10.7.4 and RFC 6191 say about a segment for a resting pair.
  enum class Disposition : std::uint8_t {
    kIgnore,       // RST (RFC 1337), or an acceptable ACK: nothing to do
    kAcknowledge,  // answer with ack_for()
    kReopen,       // a SYN that cannot be an old duplicate: the record may go, a listener may take it
  };
  // A retransmitted FIN starts the rest again (2 MSL).
  Disposition on_segment(std::uint32_t index, const SegmentIn& segment, TimePoint now);
  // The ACK that repeats what the connection knew last.
  [[nodiscard]] SegmentOut ack_for(std::uint32_t index, TimePoint now) const;

  [[nodiscard]] std::size_t size() const { return pool_.size(); }
  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::uint32_t i = pool_.oldest(); i != Pool::kNone; i = pool_.next(i)) visit(i, pool_[i].record);
  }

 private:
  struct Entry {
    TimeWaitRecord record;
    std::uint32_t hash = 0;
  };
  using Pool = AgedPool<Entry>;
  static_assert(Pool::record_size() <= 64, "targets: a TIME-WAIT record takes at most 64 bytes");

  Duration rest_;
  std::uint32_t limit_;
  Pool pool_;
  PairIndex index_;
};

}  // namespace flue::tcp
