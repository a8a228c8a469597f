#include "host/tcp/closing.h"

#include "host/tcp/reset.h"
#include "host/tcp/timers.h"

namespace flue::tcp {
namespace {

bool has_unread(const Tcb& tcb) { return !readable(tcb).empty() || tcb.unread_elsewhere > 0; }

// RFC 9293 section 3.10.5.
bool abort_sends_reset(State state) {
  switch (state) {
    case State::kSynReceived:
    case State::kEstablished:
    case State::kFinWait1:
    case State::kFinWait2:
    case State::kCloseWait:
      return true;
    case State::kSynSent:
    case State::kClosing:
    case State::kLastAck:
    case State::kTimeWait:
    case State::kClosed:
      return false;
  }
  return false;
}

}  // namespace

void finish(Tcb& tcb, CloseReason reason, Notices& notices) {
  tcb.state = State::kClosed;
  tcb.close_reason = reason;
  tcb.closing_since = kNever;
  tcb.ack_deadline = kNever;
  tcb.idle_deadline = kNever;
  tcb.ack_wanted = false;
  stop_send_timer(tcb);
  notices.closed = true;
  notices.reason = reason;
}

bool fin_acked(const Tcb& tcb) { return tcb.fin_queued && tcb.snd_una == tcb.snd_end + 1; }

void on_fin_acked(Tcb& tcb, Notices& notices, TimePoint now) {
  switch (tcb.state) {
    case State::kFinWait1:
      tcb.state = State::kFinWait2;
      restart_close_limit(tcb, now);
      break;
    case State::kClosing:
      tcb.state = State::kTimeWait;
      notices.time_wait = true;
      restart_close_limit(tcb, now);
      break;
    case State::kLastAck:
      finish(tcb, CloseReason::kOrderly, notices);
      break;
    default:
      break;
  }
}

void on_fin_received(Tcb& tcb, Notices& notices, TimePoint now) {
  tcb.rcv_nxt += 1;
  tcb.fin_received = true;
  tcb.gaps.reset();
  tcb.ack_wanted = true;
  notices.peer_finished = true;
  switch (tcb.state) {
    case State::kEstablished:
      tcb.state = State::kCloseWait;
      break;
    case State::kFinWait1:
      tcb.state = State::kClosing;
      break;
    case State::kFinWait2:
      tcb.state = State::kTimeWait;
      notices.time_wait = true;
      restart_close_limit(tcb, now);
      break;
    default:
      break;
  }
}

void start_queued_fin(Tcb& tcb, TimePoint now) {
  if (!tcb.fin_queued) return;
  if (tcb.state == State::kEstablished) tcb.state = State::kFinWait1;
  if (tcb.state == State::kCloseWait) tcb.state = State::kLastAck;
  restart_close_limit(tcb, now);
}

void restart_close_limit(Tcb& tcb, TimePoint now) {
  const bool ended = tcb.state == State::kTimeWait || tcb.state == State::kClosed;
  // Only what the application has let go: a program that shut down its sending side may wait for its answer for ever.
  const bool waits = tcb.orphaned && tcb.fin_queued && !ended;
  tcb.closing_since = waits ? now : kNever;
  plan_idle(tcb);
}

void shutdown_send(Tcb& tcb, TimePoint now) {
  const bool may_send = tcb.state == State::kSynSent || tcb.state == State::kSynReceived ||
                        tcb.state == State::kEstablished || tcb.state == State::kCloseWait;
  if (tcb.fin_queued || !may_send) return;
  tcb.fin_queued = true;
  start_queued_fin(tcb, now);
}

Notices close(Tcb& tcb, TimePoint now) {
  Notices notices;
  if (tcb.state == State::kClosed || tcb.state == State::kTimeWait) return notices;
  tcb.orphaned = true;
  if (tcb.state == State::kSynSent) {
    finish(tcb, CloseReason::kAborted, notices);
    return notices;
  }
  // RFC 1122 section 4.2.2.13: data that nobody will read are not passed over in silence.
  if (has_unread(tcb)) {
    tcb.reset_wanted = abort_sends_reset(tcb.state);
    finish(tcb, CloseReason::kAborted, notices);
    return notices;
  }
  shutdown_send(tcb, now);
  restart_close_limit(tcb, now);
  return notices;
}

std::optional<SegmentOut> abort(Tcb& tcb, CloseReason reason, TimePoint) {
  std::optional<SegmentOut> reset;
  if (abort_sends_reset(tcb.state)) reset = reset_at(tcb.local, tcb.remote, tcb.snd_nxt);
  Notices notices;
  if (tcb.state != State::kClosed) finish(tcb, reason, notices);
  return reset;
}

}  // namespace flue::tcp
