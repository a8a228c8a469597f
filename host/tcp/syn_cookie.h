// SYN cookies (RFC 4987 section 3.6): when no half-open record can be kept, the SYN-ACK's own numbers carry what must
// be known when the ACK returns. The sequence number holds time and MSS under a keyed hash; the timestamp, if the peer
// offered timestamps, holds window shift and SACK. Without timestamps neither is used.
#pragma once

#include <cstdint>
#include <optional>

#include "host/base/random.h"
#include "host/base/time.h"
#include "host/tcp/connection.h"
#include "host/tcp/segment.h"

namespace flue::tcp {

class SynCookies {
 public:
  explicit SynCookies(Random& random) : key_(SipKey::draw(random)) {}

  // The initial sequence number that answers this SYN.
  Seq make(const SegmentIn& syn, TimePoint now);
  // What a cookie can keep of the SYN's options: the MSS rounded down to the table's; the rest only with timestamps.
  static HalfOpen reduced(const SegmentIn& syn);
  // TSval for the SYN-ACK: at most 63 ms older than `tsval`, with shift and SACK in its low bits.
  static std::uint32_t mark_timestamp(std::uint32_t tsval, const HalfOpen& peer);

  // The handshake that this ACK completes, if its number is a cookie of ours not older than about two minutes.
  [[nodiscard]] std::optional<HalfOpen> check(const SegmentIn& ack, TimePoint now) const;

 private:
  [[nodiscard]] Seq cookie(const Endpoint& local, const Endpoint& remote, Seq irs, std::uint32_t period,
                           std::uint32_t mss_index) const;

  SipKey key_;
  TimePoint accepted_until_ = TimePoint::min();  // none was sent that could still come back
};

}  // namespace flue::tcp
