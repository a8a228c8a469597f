#include "host/tcp/handshake.h"

#include <algorithm>

#include "host/tcp/closing.h"
#include "host/tcp/congestion.h"
#include "host/tcp/input.h"
#include "host/tcp/options.h"
#include "host/tcp/receive_window.h"
#include "host/tcp/reset.h"
#include "host/tcp/rto.h"
#include "host/tcp/timers.h"

namespace flue::tcp {
namespace {

// Simultaneous open: both SYNs crossed (RFC 9293 section 3.5, figure 7).
void answer_crossing_syn(Tcb& tcb) {
  tcb.state = State::kSynReceived;
  tcb.syn_wanted = true;
  tcb.rtt_running = false;
}

bool acks_our_syn(const Tcb& tcb, const SegmentIn& segment) {
  return after(segment.ack, tcb.iss) && at_or_before(segment.ack, tcb.snd_max);
}

// What follows the SYN in the same segment, as a segment of its own.
SegmentIn without_syn(const SegmentIn& segment) {
  SegmentIn rest = segment;
  rest.flags.syn = false;
  rest.seq = segment.seq + 1;
  return rest;
}

}  // namespace

void take_syn(Tcb& tcb, const SegmentIn& syn, TimePoint now) {
  tcb.irs = syn.seq;
  tcb.rcv_nxt = tcb.rcv_user = tcb.last_ack_sent = syn.seq + 1;
  tcb.rcv_adv = tcb.rcv_nxt + syn_window(tcb).field();
  tcb.snd_wnd = tcb.max_snd_wnd = syn.wnd << WindowShift();
  tcb.snd_wl1 = syn.seq;
  if (tcb.timestamps && syn.options.timestamps) {
    tcb.ts_recent = syn.options.timestamps->tsval;
    tcb.ts_recent_at = now;
  }
}

RawWindow syn_window(const Tcb& tcb) { return WindowBytes(tcb.receive_buffer) >> WindowShift(); }

void complete_handshake(Tcb& tcb, const SegmentIn& segment, Notices& notices, TimePoint now) {
  measure_rtt(tcb, segment, now);
  tcb.state = State::kEstablished;
  tcb.syn_wanted = false;
  tcb.snd_una = segment.ack;
  tcb.snd_nxt = later(tcb.snd_nxt, tcb.snd_una);
  tcb.snd_wl2 = segment.ack;
  tcb.retransmits = 0;
  tcb.backoff = 0;
  stop_send_timer(tcb);
  start_congestion(tcb);
  notices.established = true;
  start_queued_fin(tcb, now);
  plan_idle(tcb);
}

void on_segment_in_syn_sent(Tcb& tcb, const SegmentIn& segment, InputResult& result, TimePoint now) {
  const bool acks_syn = segment.flags.ack && acks_our_syn(tcb, segment);
  if (segment.flags.ack && !acks_syn) {
    result.drop = SegmentDrop::kBadHandshake;
    result.reset = reset_for(segment);
    return;
  }
  if (segment.flags.rst) {
    // Only an RST that acknowledges our SYN is believed.
    if (acks_syn) {
      finish(tcb, CloseReason::kRefused, result.notices);
    } else {
      result.drop = SegmentDrop::kBadHandshake;
    }
    return;
  }
  if (!segment.flags.syn) {
    result.drop = SegmentDrop::kBadHandshake;
    return;
  }
  conclude_options(tcb, segment.options);
  take_syn(tcb, segment, now);
  settle_receive_buffer(tcb);
  tcb.last_received = now;
  if (!acks_syn) {
    answer_crossing_syn(tcb);
    return;
  }
  complete_handshake(tcb, segment, result.notices, now);
  tcb.ack_wanted = true;
  if (!segment.payload.empty() || segment.flags.fin) take_content(tcb, without_syn(segment), result, now);
}

}  // namespace flue::tcp
