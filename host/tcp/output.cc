// The next segment to leave: built, and marked as sent.
#include "host/tcp/congestion.h"
#include "host/tcp/handshake.h"
#include "host/tcp/options.h"
#include "host/tcp/receive_window.h"
#include "host/tcp/reset.h"
#include "host/tcp/rto.h"
#include "host/tcp/send_choice.h"
#include "host/tcp/timers.h"

namespace flue::tcp {
namespace {

// Every segment that carries our ACK settles what was owed.
void mark_acked(Tcb& tcb) {
  tcb.ack_wanted = false;
  tcb.ack_deadline = kNever;
  tcb.unacked_segments = 0;
  tcb.last_ack_sent = tcb.rcv_nxt;
}

SegmentOut acking_segment(Tcb& tcb, Seq seq, std::uint32_t payload, TimePoint now) {
  SegmentOut segment;
  segment.local = tcb.local;
  segment.remote = tcb.remote;
  segment.seq = seq;
  segment.ack = tcb.rcv_nxt;
  segment.flags.ack = true;
  segment.wnd = advertise_window(tcb);
  segment.options = segment_options(tcb, payload, now);
  mark_acked(tcb);
  return segment;
}

// The number of a segment without data: the highest sent, even while snd_nxt has fallen back, or else the peer would
// take it for an old one and answer; but not beyond its window, where a probe's byte may lie.
Seq bare_seq(const Tcb& tcb) { return earlier(tcb.snd_max, tcb.snd_una + tcb.snd_wnd.bytes()); }

SegmentOut bare_ack(Tcb& tcb, TimePoint now) { return acking_segment(tcb, bare_seq(tcb), 0, now); }

SegmentOut take_reset(Tcb& tcb) {
  tcb.reset_wanted = false;
  return reset_at(tcb.local, tcb.remote, bare_seq(tcb));
}

SegmentOut syn_segment(Tcb& tcb, TimePoint now) {
  SegmentOut segment;
  segment.local = tcb.local;
  segment.remote = tcb.remote;
  segment.seq = tcb.iss;
  segment.flags.syn = true;
  segment.wnd = syn_window(tcb);
  segment.options = syn_options(tcb, now);
  if (tcb.state == State::kSynReceived) {
    segment.flags.ack = true;
    segment.ack = tcb.rcv_nxt;
    mark_acked(tcb);
  }
  tcb.syn_wanted = false;
  tcb.snd_nxt = tcb.snd_max = tcb.iss + 1;
  if (!tcb.syn_retransmitted) start_rtt(tcb, tcb.snd_max, now);
  if (tcb.send_timer != SendTimer::kRetransmit) start_retransmit_timer(tcb, now);
  return segment;
}

// TCP-KEEPALIVE-01.
SegmentOut keep_alive_probe(Tcb& tcb, TimePoint now) {
  tcb.keep_alive_wanted = false;
  return acking_segment(tcb, tcb.snd_nxt - 1, 0, now);
}

void mark_highest(Tcb& tcb, const Outgoing& out) {
  if (!after(out.right(), tcb.snd_max)) return;
  const Seq from = later(out.left, tcb.snd_max);
  if (before(from, tcb.snd_end)) tcb.bytes_sent += distance(from, earlier(out.right(), tcb.snd_end));
  tcb.snd_max = out.right();
}

void mark_sent(Tcb& tcb, const Outgoing& out, TimePoint now) {
  const bool again = before(out.left, tcb.snd_max);
  if (again) {
    ++tcb.retransmissions;
    spoil_rtt(tcb, out.left);
  } else {
    start_rtt(tcb, out.right(), now);
  }
  if (after(out.right(), tcb.snd_max) && out.length > 0 && out.length < send_mss(tcb)) tcb.snd_sml = out.right();
  mark_highest(tcb, out);
  tcb.snd_nxt = later(tcb.snd_nxt, out.right());
  tcb.override_wanted = false;
  tcb.last_sent = now;
  // RFC 6298 section 5.1; the first segment sent again gets the whole time for its answer.
  if (tcb.send_timer != SendTimer::kRetransmit || out.kind == SendKind::kFirst) start_retransmit_timer(tcb, now);
  if (out.kind == SendKind::kFirst) tcb.retransmit_wanted = false;
  if (out.kind == SendKind::kRescue) tcb.rescue_done = true;
  if (out.kind == SendKind::kFirst || out.kind == SendKind::kRecovery) {
    tcb.high_rxt = later(tcb.high_rxt, out.right());
  }
}

SegmentOut data_segment(Tcb& tcb, const Outgoing& out, TimePoint now) {
  SegmentOut segment = acking_segment(tcb, out.left, out.length, now);
  segment.payload = tcb.send_ring.view(distance(tcb.iss, out.left), out.length);
  segment.flags.fin = out.fin;
  // SOCKETS-24: PSH on the segment that ends a write.
  segment.flags.psh = after(tcb.snd_push, out.left) && at_or_before(tcb.snd_push, out.left + out.length);
  mark_sent(tcb, out, now);
  return segment;
}

// RFC 9293 section 3.8.6.1: one byte beyond the closed window, or the FIN if nothing else is left. snd_nxt stays, so
// that everything leaves in order once the window opens; the persist timer runs on.
std::optional<SegmentOut> window_probe(Tcb& tcb, TimePoint now) {
  tcb.probe_wanted = false;
  if (!has_unsent(tcb) || window_room(tcb, tcb.snd_nxt) > 0) return std::nullopt;
  const bool data = before(tcb.snd_nxt, tcb.snd_end);
  const Outgoing out{tcb.snd_nxt, data ? 1u : 0u, !data, SendKind::kNext};
  SegmentOut segment = acking_segment(tcb, out.left, out.length, now);
  segment.payload = tcb.send_ring.view(distance(tcb.iss, out.left), out.length);
  segment.flags.fin = out.fin;
  mark_highest(tcb, out);
  return segment;
}

// Nothing more may leave now. If nothing is in flight whose answer would change that, a timer must.
void arrange_waiting(Tcb& tcb, TimePoint now) {
  tcb.override_wanted = false;
  if (tcb.snd_nxt != tcb.snd_una || tcb.send_timer == SendTimer::kRetransmit) return;
  if (!has_unsent(tcb)) {
    if (tcb.send_timer != SendTimer::kOff) stop_send_timer(tcb);
    return;
  }
  const SendTimer kind = window_room(tcb, tcb.snd_nxt) == 0 ? SendTimer::kPersist : SendTimer::kOverride;
  if (tcb.send_timer != kind) start_wait_timer(tcb, kind, now);
}

std::optional<SegmentOut> handshake_segment(Tcb& tcb, TimePoint now) {
  if (tcb.syn_wanted) return syn_segment(tcb, now);
  if (tcb.state == State::kSynReceived && tcb.ack_wanted) return bare_ack(tcb, now);
  return std::nullopt;
}

}  // namespace

std::optional<SegmentOut> next_segment(Tcb& tcb, TimePoint now) {
  if (tcb.reset_wanted) return take_reset(tcb);
  if (tcb.state == State::kClosed) return std::nullopt;
  if (tcb.state == State::kSynSent || tcb.state == State::kSynReceived) return handshake_segment(tcb, now);
  // A duplicate ACK counts at the peer only if it carries no data, and needs the room for its SACK blocks.
  if (tcb.ack_wanted && tcb.gaps != nullptr) return bare_ack(tcb, now);
  if (has_unsent(tcb)) restart_after_idle(tcb, now);
  if (const auto out = choose_range(tcb)) return data_segment(tcb, *out, now);
  if (tcb.keep_alive_wanted) return keep_alive_probe(tcb, now);
  if (tcb.probe_wanted) {
    if (auto probe = window_probe(tcb, now)) return probe;
  }
  if (tcb.ack_wanted) return bare_ack(tcb, now);
  arrange_waiting(tcb, now);
  return std::nullopt;
}

void acknowledge_now(Tcb& tcb) { tcb.ack_wanted = true; }

}  // namespace flue::tcp
