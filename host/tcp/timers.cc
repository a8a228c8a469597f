#include "host/tcp/timers.h"

#include <algorithm>
#include <chrono>

#include "host/tcp/closing.h"
#include "host/tcp/congestion.h"
#include "host/tcp/rto.h"

namespace flue::tcp {
namespace {

using std::chrono::milliseconds;

// RFC 1122 section 4.2.3.4 asks for 0.1 to 1 s.
constexpr Duration kOverrideTime = milliseconds(200);
// RFC 1122 section 4.2.2.17: probes back off like retransmissions; most stacks stop at a minute.
constexpr Duration kLongestPersist = std::chrono::seconds(60);

bool in_handshake(const Tcb& tcb) { return tcb.state == State::kSynSent || tcb.state == State::kSynReceived; }

std::uint32_t retry_limit(const Tcb& tcb) {
  const TcpParameters& parameters = *tcb.parameters;
  if (tcb.state == State::kSynSent) return parameters.tcp_max_connect_retransmissions;
  if (tcb.state == State::kSynReceived) return parameters.tcp_max_connect_response_retransmissions;
  return parameters.tcp_max_data_retransmissions;
}

void double_timeout(Tcb& tcb) {
  if (tcb.backoff < 0xFF) ++tcb.backoff;
}

void probe_window(Tcb& tcb, TimePoint now) {
  tcb.probe_wanted = true;
  double_timeout(tcb);
  start_wait_timer(tcb, SendTimer::kPersist, now);
}

void retransmit_handshake(Tcb& tcb, TimePoint now) {
  tcb.syn_wanted = true;
  tcb.syn_retransmitted = true;
  tcb.rtt_running = false;
  double_timeout(tcb);
  start_retransmit_timer(tcb, now);
}

void retransmit_data(Tcb& tcb, TimePoint now) {
  on_loss_timeout(tcb);
  double_timeout(tcb);
  start_retransmit_timer(tcb, now);
}

// TCP-RTO-05, -06; for probes RFC 9293 section 3.8.6.1: an answer, even one that keeps the window closed, resets the
// count (input_ack.cc).
void on_send_deadline(Tcb& tcb, Notices& notices, TimePoint now) {
  const SendTimer expired = tcb.send_timer;
  stop_send_timer(tcb);
  if (expired == SendTimer::kOverride) {
    tcb.override_wanted = true;
    return;
  }
  if (tcb.retransmits >= retry_limit(tcb)) {
    finish(tcb, CloseReason::kTimedOut, notices);
    return;
  }
  ++tcb.retransmits;
  if (expired == SendTimer::kRetransmit) notices.timed_out = true;
  if (in_handshake(tcb)) {
    retransmit_handshake(tcb, now);
  } else if (expired == SendTimer::kPersist) {
    probe_window(tcb, now);
  } else if (tcb.snd_wnd.bytes() == 0) {
    // The window closed over data in flight: the peer is asked with probes, not with whole segments.
    tcb.snd_nxt = tcb.snd_una;
    tcb.in_recovery = false;
    spoil_rtt(tcb, tcb.snd_una);
    probe_window(tcb, now);
  } else {
    retransmit_data(tcb, now);
  }
}

bool keep_alive_applies(const Tcb& tcb) {
  return tcb.keep_alive && !in_handshake(tcb) && tcb.state != State::kTimeWait && tcb.state != State::kClosed;
}

TimePoint keep_alive_due(const Tcb& tcb) {
  if (!keep_alive_applies(tcb)) return kNever;
  if (tcb.probes > 0) return tcb.probe_sent + milliseconds(tcb.keep_alive_interval);
  return std::max(tcb.last_received, tcb.last_sent) + milliseconds(tcb.keep_alive_time);
}

TimePoint close_limit(const Tcb& tcb) {
  return tcb.closing_since == kNever ? kNever : tcb.closing_since + tcb.parameters->fin_wait_2_limit;
}

// TCP-KEEPALIVE-04..06.
void on_keep_alive_due(Tcb& tcb, Notices& notices, TimePoint now) {
  if (tcb.probes > tcb.keep_alive_retries) {
    finish(tcb, CloseReason::kTimedOut, notices);
    return;
  }
  ++tcb.probes;
  tcb.probe_sent = now;
  // With data outstanding the retransmission timer asks the same question.
  tcb.keep_alive_wanted = tcb.snd_una == tcb.snd_max;
}

void on_idle_deadline(Tcb& tcb, Notices& notices, TimePoint now) {
  if (close_limit(tcb) <= now) {
    finish(tcb, CloseReason::kFinWaitLimit, notices);
    return;
  }
  if (keep_alive_due(tcb) <= now) on_keep_alive_due(tcb, notices, now);
  plan_idle(tcb);
}

}  // namespace

void start_retransmit_timer(Tcb& tcb, TimePoint now) {
  tcb.send_timer = SendTimer::kRetransmit;
  tcb.send_deadline = now + retransmission_timeout(tcb);
}

void stop_send_timer(Tcb& tcb) {
  tcb.send_timer = SendTimer::kOff;
  tcb.send_deadline = kNever;
}

void start_wait_timer(Tcb& tcb, SendTimer kind, TimePoint now) {
  const Duration wait =
      kind == SendTimer::kOverride ? kOverrideTime : std::min(retransmission_timeout(tcb), kLongestPersist);
  tcb.send_timer = kind;
  tcb.send_deadline = now + wait;
}

void start_ack_timer(Tcb& tcb, TimePoint now) {
  if (tcb.ack_deadline == kNever) tcb.ack_deadline = now + tcb.parameters->delayed_ack;
}

void plan_idle(Tcb& tcb) { tcb.idle_deadline = std::min(keep_alive_due(tcb), close_limit(tcb)); }

TimePoint next_deadline(const Tcb& tcb) { return std::min({tcb.send_deadline, tcb.ack_deadline, tcb.idle_deadline}); }

Notices on_timers(Tcb& tcb, TimePoint now) {
  Notices notices;
  if (tcb.send_deadline <= now) on_send_deadline(tcb, notices, now);
  if (tcb.ack_deadline <= now) {
    tcb.ack_deadline = kNever;
    tcb.ack_wanted = true;
  }
  if (tcb.idle_deadline <= now) on_idle_deadline(tcb, notices, now);
  return notices;
}

}  // namespace flue::tcp
