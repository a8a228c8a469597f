// Payload and FIN of an acceptable segment. Bytes go to their final place in the ring at once, in order or not.
#include <algorithm>

#include "host/tcp/closing.h"
#include "host/tcp/input.h"
#include "host/tcp/reset.h"
#include "host/tcp/timers.h"

namespace flue::tcp {
namespace {

bool may_receive(State state) {
  return state == State::kEstablished || state == State::kFinWait1 || state == State::kFinWait2;
}

// Stores the payload; false if there is no room for it.
bool place(Tcb& tcb, const SegmentIn& segment) {
  const Seq right = segment.seq + static_cast<std::uint32_t>(segment.payload.size());
  const bool has_ranges = tcb.gaps != nullptr && !tcb.gaps->empty();
  const Seq highest = has_ranges ? tcb.gaps->highest() : tcb.rcv_nxt;
  const std::uint32_t begin = distance(tcb.irs, tcb.rcv_user);
  if (!tcb.receive_ring.reserve(begin, distance(tcb.rcv_user, highest), distance(tcb.irs, right))) return false;
  tcb.receive_ring.put(distance(tcb.irs, segment.seq), segment.payload);
  return true;
}

// TCP-DELACK-01, -05: every n-th segment is acknowledged at once, a lone one after a while.
void schedule_ack(Tcb& tcb, TimePoint now) {
  if (tcb.unacked_segments < 0xFF) ++tcb.unacked_segments;
  if (tcb.unacked_segments >= tcb.parameters->tcp_ack_frequency || tcb.parameters->delayed_ack.count() == 0) {
    tcb.ack_wanted = true;
  } else {
    start_ack_timer(tcb, now);
  }
}

void take_in_order(Tcb& tcb, const SegmentIn& segment, Notices& notices, TimePoint now) {
  const Seq before_it = tcb.rcv_nxt;
  tcb.rcv_nxt += static_cast<std::uint32_t>(segment.payload.size());
  notices.readable = true;
  notices.pushed = segment.flags.psh || tcb.parameters->ignore_push_bit_on_receives;
  schedule_ack(tcb, now);
  if (tcb.gaps != nullptr) {
    // RFC 5681 section 4.2: an ACK at once when a gap is filled, in part or whole. What lay behind it may have been
    // pushed; nobody remembers, so it counts as pushed.
    tcb.rcv_nxt = tcb.gaps->advance(tcb.rcv_nxt);
    tcb.ack_wanted = true;
    notices.pushed = true;
    if (tcb.gaps->empty() && !tcb.gaps->fin) tcb.gaps.reset();
  }
  tcb.bytes_received += distance(before_it, tcb.rcv_nxt);
  if (tcb.state == State::kFinWait2) restart_close_limit(tcb, now);
}

Gaps& gaps_of(Tcb& tcb) {
  if (tcb.gaps == nullptr) tcb.gaps = std::make_unique<Gaps>();
  return *tcb.gaps;
}

void take_text(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now) {
  const Seq right = segment.seq + static_cast<std::uint32_t>(segment.payload.size());
  const bool in_order = segment.seq == tcb.rcv_nxt;
  // TCP-DELACK-06, TCP-FASTRX-01: out of order is acknowledged at once.
  if (!in_order) tcb.ack_wanted = true;
  const bool fits = in_order || gaps_of(tcb).can_add(segment.seq, right);
  if (!fits || !place(tcb, segment)) {
    tcb.ack_wanted = true;
    result.drop = SegmentDrop::kNoBuffer;
  } else if (in_order) {
    take_in_order(tcb, segment, result.notices, now);
  } else {
    gaps_of(tcb).add(segment.seq, right);
  }
}

void take_fin(Tcb& tcb, Seq fin, InputResult& result, TimePoint now) {
  if (fin == tcb.rcv_nxt) {
    on_fin_received(tcb, result.notices, now);
  } else {
    tcb.ack_wanted = true;
    gaps_of(tcb).fin = fin;
  }
}

}  // namespace

void take_content(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now) {
  if (!may_receive(tcb.state)) return;
  if (!segment.payload.empty()) {
    if (tcb.orphaned) {
      // RFC 1122 section 4.2.2.13: nobody will read it.
      result.drop = SegmentDrop::kAfterClose;
      result.reset = reset_at(tcb.local, tcb.remote, tcb.snd_nxt);
      finish(tcb, CloseReason::kAborted, result.notices);
      return;
    }
    take_text(tcb, segment, result, now);
  }
  if (segment.flags.fin) take_fin(tcb, segment.seq + static_cast<std::uint32_t>(segment.payload.size()), result, now);
  if (tcb.gaps != nullptr && tcb.gaps->fin == tcb.rcv_nxt) on_fin_received(tcb, result.notices, now);
}

}  // namespace flue::tcp
