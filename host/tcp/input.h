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

// RFC 7323 section 4.3: which TSval will be echoed; for acceptable segments, as they arrived.
void update_ts_recent(Tcb& tcb, const SegmentIn& segment, TimePoint now);
// Timestamps compare circularly, like sequence numbers.
constexpr bool is_older_timestamp(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b) < 0; }
// The peer is alive: keep-alive counts from now.
inline void note_arrival(Tcb& tcb, TimePoint now) {
  tcb.last_received = now;
  tcb.probes = 0;
}

// input_ack.cc: what the ACK field, the window and SACK blocks say.
Disposition check_ack(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now);

// The part of it that follows once the ACK is known to lie within what was sent.
void take_ack(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now);

// input_text.cc: payload and FIN.
void take_content(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now);

// input_fast.cc: the next segment in order on an established connection. True if it was handled; the outcome equals
// that of the steps (tests/host/tcp/input_fast_test.cc).
bool take_expected_segment(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now);
// All steps, without the short cut.
InputResult on_segment_by_steps(Tcb& tcb, const SegmentIn& segment, TimePoint now);

}  // namespace flue::tcp
