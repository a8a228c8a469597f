// The ways out of a connection: FINs sent, acknowledged and received (RFC 9293 section 3.6), and the end itself.
#pragma once

#include "host/base/time.h"
#include "host/tcp/tcb.h"

namespace flue::tcp {

// CLOSED: no deadline runs any more and nothing but a wanted RST is sent; received bytes stay readable.
void finish(Tcb& tcb, CloseReason reason, Notices& notices);

// Has our FIN been acknowledged?
[[nodiscard]] bool fin_acked(const Tcb& tcb);
// snd_una has just passed our FIN.
void on_fin_acked(Tcb& tcb, Notices& notices, TimePoint now);
// The peer's FIN is the next number in order.
void on_fin_received(Tcb& tcb, Notices& notices, TimePoint now);
// If a FIN is queued, the state says so from now on; before the handshake is complete it waits (RFC 9293 section
// 3.10.4, SYN-RECEIVED).
void start_queued_fin(Tcb& tcb, TimePoint now);
// TCP-STATES-10: the limit counts from now if only the peer can end the connection: in FIN_WAIT_2, and in every closing
// state once the application is gone. Called again when the peer makes progress.
void restart_close_limit(Tcb& tcb, TimePoint now);

}  // namespace flue::tcp
