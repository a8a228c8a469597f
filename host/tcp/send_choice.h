// Which bytes leave next: retransmission, recovery or new data, as cwnd, the peer's window, Nagle, cork and
// silly-window avoidance allow. A pure question: output.cc builds the segment and marks it as sent.
#pragma once

#include <cstdint>
#include <optional>

#include "host/base/time.h"
#include "host/tcp/tcb.h"

namespace flue::tcp {

enum class SendKind : std::uint8_t {
  kNext,      // from snd_nxt on: new data, or going back after a time-out
  kFirst,     // the first unacknowledged segment (fast retransmit)
  kRecovery,  // RFC 6675 NextSeg rules 1 and 3
  kRescue,    // RFC 6675 NextSeg rule 4
};

struct Outgoing {
  Seq left;
  std::uint32_t length = 0;  // payload bytes
  bool fin = false;
  SendKind kind = SendKind::kNext;
  [[nodiscard]] Seq right() const { return left + length + (fin ? 1u : 0u); }
};

std::optional<Outgoing> choose_range(const Tcb& tcb);
// Bytes from `seq` to the right edge of the peer's window.
[[nodiscard]] std::uint32_t window_room(const Tcb& tcb, Seq seq);
// Something lies behind snd_nxt: never sent, or to be sent again after a time-out.
[[nodiscard]] inline bool has_unsent(const Tcb& tcb) {
  return before(tcb.snd_nxt, tcb.snd_end) || (tcb.fin_queued && tcb.snd_nxt == tcb.snd_end);
}

}  // namespace flue::tcp
