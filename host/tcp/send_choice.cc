#include "host/tcp/send_choice.h"

#include <algorithm>

#include "host/tcp/congestion.h"
#include "host/tcp/options.h"

namespace flue::tcp {
namespace {

// Sequence numbers as payload and FIN.
Outgoing outgoing(const Tcb& tcb, Seq left, Seq right, SendKind kind) {
  const bool fin = after(right, tcb.snd_end);
  return {left, distance(left, fin ? tcb.snd_end : right), fin, kind};
}

// Fast retransmit and NewReno: one segment from snd_una, not over what SACK reported (TCP-SACK-06).
std::optional<Outgoing> choose_first(const Tcb& tcb) {
  if (tcb.snd_una == tcb.snd_max) return std::nullopt;
  Seq right = earlier(tcb.snd_una + send_mss(tcb), tcb.snd_max);
  if (tcb.scoreboard != nullptr) right = earlier(right, tcb.scoreboard->next_sacked(tcb.snd_una).value_or(right));
  right = earlier(right, tcb.snd_una + std::max(tcb.snd_wnd.bytes(), 1u));
  return outgoing(tcb, tcb.snd_una, right, SendKind::kFirst);
}

bool is_pushed(const Tcb& tcb) {
  return at_or_after(tcb.snd_push, tcb.snd_end) || distance(tcb.snd_una, tcb.snd_end) >= tcb.send_buffer;
}

// RFC 9293 section 3.8.6.2.1 (sender's silly window), RFC 896 in the form of TCP-NAGLE-01, cork.
bool worth_sending(const Tcb& tcb, const Outgoing& out, std::uint32_t unsent) {
  if (out.length >= send_mss(tcb) || out.fin || tcb.override_wanted) return true;
  if (tcb.cork) return false;
  if (tcb.nagle && after(tcb.snd_sml, tcb.snd_una)) return false;
  if (out.length == unsent) return is_pushed(tcb);
  return out.length >= tcb.max_snd_wnd.bytes() / 2;
}

std::optional<Outgoing> choose_next(const Tcb& tcb) {
  if (!has_unsent(tcb)) return std::nullopt;
  const bool again = before(tcb.snd_nxt, tcb.snd_max);
  const Seq left = again && tcb.scoreboard != nullptr ? tcb.scoreboard->skip_sacked(tcb.snd_nxt) : tcb.snd_nxt;
  if (after(left, tcb.snd_end)) return std::nullopt;
  const std::uint32_t unsent = distance(left, tcb.snd_end);
  const std::uint32_t window = window_room(tcb, left);
  std::uint32_t length = std::min({unsent, send_mss(tcb), window});
  if (again && tcb.scoreboard != nullptr) {
    if (const auto sacked = tcb.scoreboard->next_sacked(left)) length = std::min(length, distance(left, *sacked));
  }
  // cwnd is at least one segment, so this means that something is in flight whose ACK will make room.
  if (length > congestion_room(tcb)) return std::nullopt;
  const Outgoing out{left, length, tcb.fin_queued && length == unsent && window > length, SendKind::kNext};
  if (length == 0 && !out.fin) return std::nullopt;
  if (!before(left, tcb.snd_max) && !worth_sending(tcb, out, unsent)) return std::nullopt;
  return out;
}

std::optional<Outgoing> choose_in_sack_recovery(const Tcb& tcb) {
  if (congestion_room(tcb) < send_mss(tcb)) return std::nullopt;
  if (const auto lost = next_recovery_range(tcb, RecoveryRule::kLost)) {
    return outgoing(tcb, lost->left, lost->left + lost->length, SendKind::kRecovery);
  }
  if (const auto next = choose_next(tcb)) return next;
  if (const auto hole = next_recovery_range(tcb, RecoveryRule::kNotYetLost)) {
    return outgoing(tcb, hole->left, hole->left + hole->length, SendKind::kRecovery);
  }
  if (const auto rescue = rescue_range(tcb)) {
    return outgoing(tcb, rescue->left, rescue->left + rescue->length, SendKind::kRescue);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Outgoing> choose_range(const Tcb& tcb) {
  if (tcb.retransmit_wanted) {
    if (const auto first = choose_first(tcb)) return first;
  }
  if (tcb.in_recovery && tcb.sack && tcb.parameters->sack_recovery) return choose_in_sack_recovery(tcb);
  return choose_next(tcb);
}

std::uint32_t window_room(const Tcb& tcb, Seq seq) {
  const Seq edge = tcb.snd_una + tcb.snd_wnd.bytes();
  return after(edge, seq) ? distance(seq, edge) : 0;
}

}  // namespace flue::tcp
