// The three deadlines of a connection: the sending side's one timer (retransmission, zero-window probe or the
// time-out for a small segment held back), the delayed ACK, and the slow one (keep-alive, limits on closing states).
#pragma once

#include "host/base/time.h"
#include "host/tcp/tcb.h"

namespace flue::tcp {

// RFC 6298 section 5: runs while something is outstanding; restart from now.
void start_retransmit_timer(Tcb& tcb, TimePoint now);
void stop_send_timer(Tcb& tcb);
// Nothing is in flight and data wait: for a closed window probes, for a small segment the override time-out.
void start_wait_timer(Tcb& tcb, SendTimer kind, TimePoint now);
// TCP-DELACK-02: unless it runs already.
void start_ack_timer(Tcb& tcb, TimePoint now);
// Sets the slow deadline from keep-alive and closing_since.
void plan_idle(Tcb& tcb);

}  // namespace flue::tcp
