// The named steps of RFC 9293 section 3.10.7.4, in the order in which input.cc takes them. Each looks at one thing,
// changes the state, and says whether the segment goes on to the next step.
#pragma once

#include "host/base/time.h"
#include "host/tcp/tcb.h"

namespace flue::tcp {

enum class Disposition : std::uint8_t {
  kContinue,
  kDone,  // nothing more of this segment is used
};

// input_check.cc: is the segment acceptable at all? May trim it to the window.
Disposition check_repeated_syn(Tcb& tcb, SegmentIn& segment, InputResult& result);
Disposition check_reset(Tcb& tcb, const SegmentIn& segment, InputResult& result);
Disposition check_syn(Tcb& tcb, const SegmentIn& segment, InputResult& result);
Disposition check_timestamp(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now);
Disposition check_sequence(Tcb& tcb, SegmentIn& segment, InputResult& result, TimePoint now);

// input_ack.cc: what the ACK field, the window and SACK blocks say.
Disposition check_ack(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now);

// input_text.cc: payload and FIN.
void take_content(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now);

// input_fast.cc: the next segment that everybody expects, on an undisturbed connection. True if it was handled; the
// outcome equals that of the steps above (tests/host/tcp/input_fast_test.cc).
bool take_expected_segment(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now);
// All steps, without the short cut.
InputResult on_segment_by_steps(Tcb& tcb, const SegmentIn& segment, TimePoint now);

}  // namespace flue::tcp
