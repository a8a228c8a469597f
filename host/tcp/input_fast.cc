// The short cut for the segment that everybody expects: the next one in order on an established connection, all of it
// inside the window. For it every check of input_check.cc passes and trims nothing, which these few compares establish
// at once. What the ACK and the payload then do is the same code.
#include "host/tcp/input.h"
#include "host/tcp/receive_window.h"

namespace flue::tcp {
namespace {

bool is_expected(const Tcb& tcb, const SegmentIn& segment) {
  const Flags& flags = segment.flags;
  if (tcb.state != State::kEstablished || !flags.ack || flags.syn || flags.fin || flags.rst) return false;
  if (segment.seq != tcb.rcv_nxt || segment.payload.size() > receive_window(tcb)) return false;
  if (before(segment.ack, tcb.snd_una) || after(segment.ack, tcb.snd_max)) return false;
  return !tcb.timestamps ||
         (segment.options.timestamps && !is_older_timestamp(segment.options.timestamps->tsval, tcb.ts_recent));
}

}  // namespace

bool take_expected_segment(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now) {
  if (!is_expected(tcb, segment)) return false;
  update_ts_recent(tcb, segment, now);
  note_arrival(tcb, now);
  take_ack(tcb, segment, result, now);
  take_content(tcb, segment, result, now);
  return true;
}

}  // namespace flue::tcp
