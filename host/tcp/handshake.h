// The steps of connection set-up that open.cc and the input share.
#pragma once

#include "host/base/time.h"
#include "host/tcp/tcb.h"

namespace flue::tcp {

// Takes the peer's SYN into the Tcb: irs, rcv_nxt, its window (never scaled, TCP-WINDOW-16) and timestamp.
void take_syn(Tcb& tcb, const SegmentIn& syn, TimePoint now);
// `segment` acknowledges our SYN (and we have theirs): ESTABLISHED.
void complete_handshake(Tcb& tcb, const SegmentIn& segment, Notices& notices, TimePoint now);
// The window field of SYN and SYN-ACK (TCP-WINDOW-16).
[[nodiscard]] RawWindow syn_window(const Tcb& tcb);

// RFC 9293 section 3.10.7.3.
void on_segment_in_syn_sent(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now);

}  // namespace flue::tcp
