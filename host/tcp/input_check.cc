// The first steps: repeated SYN, RST, SYN, PAWS, and the acceptability test.
#include <algorithm>
#include <chrono>

#include "host/tcp/closing.h"
#include "host/tcp/input.h"
#include "host/tcp/receive_window.h"

namespace flue::tcp {
namespace {

// RFC 7323 section 5.5: a timestamp kept longer than this says nothing.
constexpr Duration kTimestampLife = std::chrono::hours(24 * 24);

Disposition end_by_reset(Tcb& tcb, InputResult& result) {
  const bool connecting = tcb.state == State::kSynReceived && !tcb.passive;
  finish(tcb, connecting ? CloseReason::kRefused : CloseReason::kReset, result.notices);
  return Disposition::kDone;
}

Disposition drop(InputResult& result, SegmentDrop why) {
  result.drop = why;
  return Disposition::kDone;
}

Disposition challenge(InputResult& result, SegmentDrop why) {
  result.challenge = true;
  return drop(result, why);
}

void trim_left(SegmentIn& segment, Seq rcv_nxt) {
  if (at_or_after(segment.seq, rcv_nxt)) return;
  const std::size_t old = std::min<std::size_t>(distance(segment.seq, rcv_nxt), segment.payload.size());
  segment.payload = segment.payload.subspan(old);
  segment.seq = rcv_nxt;
}

void trim_right(SegmentIn& segment, Seq edge) {
  if (at_or_before(segment.seq + segment.length(), edge)) return;
  segment.flags.fin = false;
  const std::size_t room = after(edge, segment.seq) ? distance(segment.seq, edge) : 0;
  segment.payload = segment.payload.first(std::min(room, segment.payload.size()));
}

}  // namespace

Disposition check_repeated_syn(Tcb& tcb, SegmentIn& segment, InputResult& result) {
  if (tcb.state != State::kSynReceived || !segment.flags.syn || segment.flags.rst || segment.seq != tcb.irs) {
    return Disposition::kContinue;
  }
  if (!segment.flags.ack) {
    // Our SYN-ACK was lost, or is late.
    tcb.syn_wanted = true;
    return drop(result, SegmentDrop::kDuplicate);
  }
  // Simultaneous open: the peer's SYN-ACK repeats the SYN that we have. Without it the segment starts at rcv_nxt.
  segment.flags.syn = false;
  segment.seq += 1;
  return Disposition::kContinue;
}

// RFC 9293 section 3.10.7.4 second step, RFC 5961 section 3.2. PAWS does not apply to RST (RFC 7323 section 5.2).
Disposition check_reset(Tcb& tcb, const SegmentIn& segment, InputResult& result) {
  if (!segment.flags.rst) return Disposition::kContinue;
  if (segment.seq == tcb.rcv_nxt) return end_by_reset(tcb, result);
  if (!in_window(segment.seq, tcb.rcv_nxt, receive_window(tcb))) return drop(result, SegmentDrop::kOutOfWindow);
  if (!tcb.parameters->rfc5961) return end_by_reset(tcb, result);
  return challenge(result, SegmentDrop::kChallengedReset);
}

// RFC 9293 section 3.10.7.4 fourth step, RFC 5961 section 4.2: whatever its number, a SYN here gets a challenge.
Disposition check_syn(Tcb& tcb, const SegmentIn& segment, InputResult& result) {
  if (!segment.flags.syn) return Disposition::kContinue;
  if (tcb.parameters->rfc5961 || !in_window(segment.seq, tcb.rcv_nxt, receive_window(tcb))) {
    return challenge(result, SegmentDrop::kChallengedSyn);
  }
  // Before RFC 5961: an error of the peer, answered by RST.
  tcb.reset_wanted = true;
  return end_by_reset(tcb, result);
}

// PAWS, RFC 7323 section 5.3 R1.
Disposition check_timestamp(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now) {
  if (!tcb.timestamps) return Disposition::kContinue;
  // RFC 7323 section 3.2: once negotiated, a segment without the option is not from this connection's peer.
  if (!segment.options.timestamps) return drop(result, SegmentDrop::kOldTimestamp);
  const bool old = is_older_timestamp(segment.options.timestamps->tsval, tcb.ts_recent);
  if (!old || now - tcb.ts_recent_at > kTimestampLife) return Disposition::kContinue;
  tcb.ack_wanted = true;
  return drop(result, SegmentDrop::kOldTimestamp);
}

// RFC 9293 section 3.10.7.4 first step, and the trimming that its end allows.
Disposition check_sequence(Tcb& tcb, SegmentIn& segment, InputResult& result, TimePoint now) {
  const std::uint32_t window = receive_window(tcb);
  const Seq edge = tcb.rcv_nxt + window;
  const Seq right = segment.seq + segment.length();
  const bool empty = segment.length() == 0;
  const bool overlaps = before(segment.seq, edge) && after(right, tcb.rcv_nxt);
  const bool acceptable = empty ? segment.seq == tcb.rcv_nxt || in_window(segment.seq, tcb.rcv_nxt, window) : overlaps;
  if (acceptable) {
    update_ts_recent(tcb, segment, now);
    trim_left(segment, tcb.rcv_nxt);
    trim_right(segment, edge);
    return Disposition::kContinue;
  }
  // Bare ACKs that answer bare ACKs could go on for ever; only a keep-alive deserves one without a limit.
  if (empty && segment.seq != tcb.rcv_nxt - 1) return challenge(result, SegmentDrop::kOutOfWindow);
  tcb.ack_wanted = true;
  // A probe of our closed window: its ACK counts, its data do not.
  if (window == 0 && segment.seq == tcb.rcv_nxt) {
    result.drop = SegmentDrop::kOutOfWindow;
    trim_right(segment, edge);
    return Disposition::kContinue;
  }
  const bool nothing_new = !empty && at_or_before(right, tcb.rcv_nxt);
  return drop(result, nothing_new ? SegmentDrop::kDuplicate : SegmentDrop::kOutOfWindow);
}

void update_ts_recent(Tcb& tcb, const SegmentIn& segment, TimePoint now) {
  if (!tcb.timestamps || after(segment.seq, tcb.last_ack_sent)) return;
  tcb.ts_recent = segment.options.timestamps->tsval;
  tcb.ts_recent_at = now;
}

}  // namespace flue::tcp
