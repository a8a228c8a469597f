// What the application asks of an open connection: data in and out, and its options.
#include <algorithm>

#include "host/tcp/congestion.h"
#include "host/tcp/options.h"
#include "host/tcp/receive_window.h"
#include "host/tcp/rto.h"
#include "host/tcp/timers.h"

namespace flue::tcp {
namespace {

bool accepts_writes(const Tcb& tcb) {
  return !tcb.fin_queued && (tcb.state == State::kSynSent || tcb.state == State::kSynReceived ||
                             tcb.state == State::kEstablished || tcb.state == State::kCloseWait);
}

// First byte that may have to be sent again.
Seq send_begin(const Tcb& tcb) { return tcb.snd_una == tcb.iss ? tcb.iss + 1 : tcb.snd_una; }

std::uint32_t unread_bytes(const Tcb& tcb) {
  return distance(tcb.rcv_user, tcb.rcv_nxt) - (tcb.fin_received ? 1u : 0u);
}

bool may_still_receive(const Tcb& tcb) {
  return tcb.state == State::kEstablished || tcb.state == State::kFinWait1 || tcb.state == State::kFinWait2;
}

void offer_freed_space(Tcb& tcb) {
  if (may_still_receive(tcb) && window_update_due(tcb)) tcb.ack_wanted = true;
}

}  // namespace

std::size_t write(Tcb& tcb, Bytes data, bool push, TimePoint) {
  const std::size_t length = std::min(data.size(), writable_bytes(tcb));
  if (length == 0) return 0;
  const std::uint32_t begin = distance(tcb.iss, send_begin(tcb));
  const std::uint32_t end = distance(tcb.iss, tcb.snd_end);
  const auto added = static_cast<std::uint32_t>(length);
  if (!tcb.send_ring.reserve(begin, end - begin, end + added)) return 0;
  tcb.send_ring.put(end, data.first(length));
  tcb.snd_end += added;
  if (push && length == data.size()) tcb.snd_push = tcb.snd_end;
  return length;
}

std::size_t writable_bytes(const Tcb& tcb) {
  if (!accepts_writes(tcb)) return 0;
  const std::uint32_t held = distance(send_begin(tcb), tcb.snd_end);
  return held < tcb.send_buffer ? tcb.send_buffer - held : 0;
}

ByteSpans readable(const Tcb& tcb) { return tcb.receive_ring.view(distance(tcb.irs, tcb.rcv_user), unread_bytes(tcb)); }

void consume(Tcb& tcb, std::size_t n, TimePoint) {
  tcb.rcv_user += static_cast<std::uint32_t>(std::min<std::size_t>(n, unread_bytes(tcb)));
  if (unread_bytes(tcb) == 0 && tcb.gaps == nullptr) tcb.receive_ring.release();
  offer_freed_space(tcb);
}

void set_unread_elsewhere(Tcb& tcb, std::uint32_t bytes, TimePoint) {
  tcb.unread_elsewhere = bytes;
  offer_freed_space(tcb);
}

void set_nagle(Tcb& tcb, bool on, TimePoint) { tcb.nagle = on; }

void set_cork(Tcb& tcb, bool on, TimePoint) {
  tcb.cork = on;
  // What was held back leaves as if it had been pushed.
  if (!on) tcb.snd_push = tcb.snd_end;
}

void set_keep_alive(Tcb& tcb, bool on, TimePoint) {
  tcb.keep_alive = on;
  tcb.probes = 0;
  plan_idle(tcb);
}

void set_receive_buffer(Tcb& tcb, std::uint32_t bytes, TimePoint) {
  tcb.configured_buffer = std::min(bytes, Ring::kMost / 2);
  // While our SYN has not left, its offer can still follow (TCP-WINDOW-19).
  if (tcb.state == State::kSynSent && tcb.snd_max == tcb.iss) offer_options(tcb);
  settle_receive_buffer(tcb);
  offer_freed_space(tcb);
}

void set_send_buffer(Tcb& tcb, std::uint32_t bytes, TimePoint) { tcb.send_buffer = std::min(bytes, Ring::kMost / 2); }

void set_path_mss(Tcb& tcb, std::uint16_t mss, TimePoint) {
  if (mss >= tcb.path_mss) return;
  const std::uint32_t old = send_mss(tcb);
  tcb.path_mss = mss;
  const std::uint32_t smaller = send_mss(tcb);
  tcb.cwnd = std::max(tcb.cwnd, smaller);
  tcb.ssthresh = std::max(tcb.ssthresh, 2 * smaller);
  if (smaller >= old || distance(tcb.snd_una, tcb.snd_max) <= smaller) return;
  // RFC 1191 section 6.4: what was too large is lost, without congestion. Duplicate ACKs for it prove nothing.
  tcb.in_recovery = false;
  tcb.retransmit_wanted = false;
  tcb.dup_acks = 0;
  tcb.recover = tcb.snd_max;
  spoil_rtt(tcb, tcb.snd_una);
  if (tcb.state != State::kSynSent && tcb.state != State::kSynReceived) tcb.snd_nxt = tcb.snd_una;
}

void on_source_quench(Tcb& tcb, TimePoint) { tcb.cwnd = std::min(tcb.cwnd, send_mss(tcb)); }

}  // namespace flue::tcp
