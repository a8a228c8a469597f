// Round-trip time and retransmission time-out: RFC 6298 with the profile's bounds, RFC 7323 section 4 where timestamps
// are in use. TCP-RTO-01..10. Values are kept in microseconds.
#pragma once

#include "host/base/time.h"
#include "host/tcp/tcb.h"

namespace flue::tcp {

// Before the first sample (TCP-RTO-04).
void init_rto(Tcb& tcb);
// One measurement, RFC 6298 section 2.
void add_rtt_sample(Tcb& tcb, Duration rtt);
// The time-out in force: the estimate, doubled by each expiry (TCP-RTO-03), at most max_rto.
[[nodiscard]] Duration retransmission_timeout(const Tcb& tcb);

// A segment that ends at `end` leaves for the first time: it is timed if no other is.
void start_rtt(Tcb& tcb, Seq end, TimePoint now);
// Karn's rule: bytes from `left` on are sent again, so a timed segment that contains them says nothing any more.
void spoil_rtt(Tcb& tcb, Seq left);
// `segment` acknowledges up to its ack for the first time.
void measure_rtt(Tcb& tcb, const SegmentIn& segment, TimePoint now);

}  // namespace flue::tcp
