// An arriving segment, RFC 9293 section 3.10.7 with RFC 5961 and RFC 7323.
#include "host/tcp/input.h"

#include "host/tcp/handshake.h"

namespace flue::tcp {
namespace {

void run_steps(Tcb& tcb, SegmentIn& segment, InputResult& result, TimePoint now) {
  constexpr auto kDone = Disposition::kDone;
  if (check_repeated_syn(tcb, segment, result) == kDone) return;
  if (check_reset(tcb, segment, result) == kDone) return;
  if (check_syn(tcb, segment, result) == kDone) return;
  if (check_timestamp(tcb, segment, result, now) == kDone) return;
  if (check_sequence(tcb, segment, result, now) == kDone) return;
  note_arrival(tcb, now);
  if (check_ack(tcb, segment, result, now) == kDone) return;
  // URG: data are delivered in line and the pointer is not used (RFC 6093 section 5).
  take_content(tcb, segment, result, now);
}

}  // namespace

InputResult on_segment_by_steps(Tcb& tcb, const SegmentIn& segment, TimePoint now) {
  InputResult result;
  if (tcb.state == State::kClosed) return result;
  if (tcb.state == State::kSynSent) {
    on_segment_in_syn_sent(tcb, segment, result, now);
    return result;
  }
  SegmentIn rest = segment;
  run_steps(tcb, rest, result, now);
  return result;
}

InputResult on_segment(Tcb& tcb, const SegmentIn& segment, TimePoint now) {
  InputResult result;
  if (take_expected_segment(tcb, segment, result, now)) return result;
  return on_segment_by_steps(tcb, segment, now);
}

}  // namespace flue::tcp
