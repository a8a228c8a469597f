#include "host/tcp/congestion.h"

#include <algorithm>

#include "host/tcp/options.h"
#include "host/tcp/rto.h"

namespace flue::tcp {
namespace {

constexpr std::uint32_t kLargestWindow = 1u << 30;  // bytes; RFC 7323's largest window
constexpr std::uint32_t kInitialSegment = 1460;     // RFC 6928 section 2: ten segments, but 14,600 bytes of large ones

std::uint32_t initial_window(const Tcb& tcb) {
  const std::uint32_t mss = send_mss(tcb);
  if (tcb.syn_retransmitted) return mss;
  const std::uint32_t segments = tcb.parameters->initial_window_segments;
  return std::min(segments * mss, std::max(2 * mss, segments * kInitialSegment));
}

// RFC 5681 equation (4).
std::uint32_t halved_flight(const Tcb& tcb) {
  return std::max(distance(tcb.snd_una, tcb.snd_max) / 2, 2 * send_mss(tcb));
}

bool uses_sack_recovery(const Tcb& tcb) { return tcb.sack && tcb.parameters->sack_recovery; }

std::uint32_t pipe(const Tcb& tcb) {
  if (tcb.scoreboard == nullptr) return distance(tcb.snd_una, tcb.snd_max);
  return tcb.scoreboard->pipe(tcb.snd_una, tcb.snd_max, tcb.high_rxt, tcb.parameters->tcp_max_dup_acks, send_mss(tcb));
}

// A window that was not used up proves nothing about the path and does not grow (RFC 2861's idea).
bool window_was_used(const Tcb& tcb, std::uint32_t flight_before) {
  return tcb.cwnd < tcb.ssthresh ? tcb.cwnd < 2 * flight_before : tcb.cwnd <= flight_before + send_mss(tcb);
}

void grow(Tcb& tcb, std::uint32_t acked) {
  const std::uint32_t mss = send_mss(tcb);
  if (tcb.cwnd < tcb.ssthresh) {
    tcb.cwnd += std::min(acked, mss);
  } else {
    // One segment for each window acknowledged, counted in bytes (RFC 5681 section 3.1).
    tcb.avoidance_acked += acked;
    if (tcb.avoidance_acked >= tcb.cwnd) {
      tcb.avoidance_acked -= tcb.cwnd;
      tcb.cwnd += mss;
    }
  }
  tcb.cwnd = std::min(tcb.cwnd, kLargestWindow);
}

void leave_recovery(Tcb& tcb) {
  const std::uint32_t mss = send_mss(tcb);
  // RFC 6582 section 3.2 step 3, option 1: no burst when little is left in flight.
  tcb.cwnd = std::min(tcb.ssthresh, std::max(flight_size(tcb), mss) + mss);
  if (uses_sack_recovery(tcb)) tcb.cwnd = tcb.ssthresh;
  tcb.avoidance_acked = 0;
  tcb.in_recovery = false;
}

// RFC 6582 section 3.2 step 3, partial acknowledgement: the next hole again, cwnd deflated by what was acknowledged.
void continue_newreno(Tcb& tcb, std::uint32_t acked) {
  const std::uint32_t mss = send_mss(tcb);
  tcb.cwnd = tcb.cwnd > acked ? tcb.cwnd - acked : 0;
  if (acked >= mss) tcb.cwnd += mss;
  tcb.cwnd = std::max(tcb.cwnd, mss);
  tcb.retransmit_wanted = true;
}

void enter_recovery(Tcb& tcb) {
  const std::uint32_t mss = send_mss(tcb);
  tcb.ssthresh = halved_flight(tcb);
  tcb.cwnd = tcb.ssthresh + (uses_sack_recovery(tcb) ? 0 : tcb.dup_acks * mss);
  tcb.recover = tcb.snd_max;
  tcb.high_rxt = tcb.snd_una;
  tcb.in_recovery = true;
  tcb.partial_ack_seen = false;
  tcb.rescue_done = false;
  tcb.retransmit_wanted = true;
}

// After a time-out or an earlier recovery, duplicates for data sent before it must not start another one (RFC 6582
// section 3.2 step 2; with SACK the report itself tells old from new).
bool may_enter_recovery(const Tcb& tcb) {
  return uses_sack_recovery(tcb) ? at_or_after(tcb.snd_una, tcb.recover) : after(tcb.snd_una, tcb.recover);
}

bool loss_is_certain(const Tcb& tcb) {
  if (tcb.dup_acks >= tcb.parameters->tcp_max_dup_acks) return true;
  return uses_sack_recovery(tcb) && tcb.scoreboard != nullptr &&
         tcb.scoreboard->is_lost(tcb.snd_una, tcb.parameters->tcp_max_dup_acks, send_mss(tcb));
}

}  // namespace

void start_congestion(Tcb& tcb) {
  tcb.cwnd = initial_window(tcb);
  tcb.ssthresh = kLargestWindow;
  tcb.avoidance_acked = 0;
  tcb.recover = tcb.iss;
}

void restart_after_idle(Tcb& tcb, TimePoint now) {
  if (tcb.snd_una == tcb.snd_max && now - tcb.last_sent > retransmission_timeout(tcb)) {
    tcb.cwnd = std::min(tcb.cwnd, initial_window(tcb));
  }
}

std::uint32_t flight_size(const Tcb& tcb) {
  const std::uint32_t outstanding = distance(tcb.snd_una, tcb.snd_nxt);
  if (tcb.scoreboard == nullptr) return outstanding;
  return outstanding - tcb.scoreboard->sacked_in(tcb.snd_una, tcb.snd_nxt);
}

std::uint32_t congestion_room(const Tcb& tcb) {
  std::uint32_t used = flight_size(tcb);
  if (tcb.in_recovery) {
    // NewReno counts what left the network by inflating cwnd (RFC 6582 section 3.2): SACK must not count it again.
    used = uses_sack_recovery(tcb) ? pipe(tcb) : distance(tcb.snd_una, tcb.snd_nxt);
  }
  // Before recovery each reported segment makes room for a new one: RFC 3042 as RFC 6675 section 5 step 3 has it.
  return tcb.cwnd > used ? tcb.cwnd - used : 0;
}

void on_new_ack(Tcb& tcb, std::uint32_t acked, std::uint32_t flight_before) {
  tcb.dup_acks = 0;
  if (!tcb.in_recovery) {
    tcb.retransmit_wanted = false;
    if (window_was_used(tcb, flight_before)) grow(tcb, acked);
  } else if (at_or_after(tcb.snd_una, tcb.recover)) {
    tcb.retransmit_wanted = false;
    leave_recovery(tcb);
  } else if (!uses_sack_recovery(tcb)) {
    continue_newreno(tcb, acked);
  }
}

bool on_duplicate_ack(Tcb& tcb) {
  if (tcb.dup_acks < 0xFF) ++tcb.dup_acks;
  if (tcb.in_recovery) {
    if (!uses_sack_recovery(tcb)) tcb.cwnd = std::min(tcb.cwnd + send_mss(tcb), kLargestWindow);
    return false;
  }
  if (!loss_is_certain(tcb) || !may_enter_recovery(tcb)) return false;
  enter_recovery(tcb);
  return true;
}

void on_loss_timeout(Tcb& tcb) {
  // RFC 5681 section 3.1: only the first time-out of a segment halves the threshold.
  if (tcb.retransmits <= 1) tcb.ssthresh = halved_flight(tcb);
  tcb.cwnd = send_mss(tcb);
  tcb.avoidance_acked = 0;
  tcb.recover = tcb.snd_max;
  tcb.in_recovery = false;
  tcb.retransmit_wanted = false;
  tcb.dup_acks = 0;
  // RFC 2018 section 8: the peer may have thrown away what it reported.
  tcb.scoreboard.reset();
  spoil_rtt(tcb, tcb.snd_una);
  tcb.snd_nxt = tcb.snd_una;
}

std::optional<SendRange> next_recovery_range(const Tcb& tcb, RecoveryRule rule) {
  if (tcb.scoreboard == nullptr || tcb.scoreboard->empty()) return std::nullopt;
  const std::uint32_t mss = send_mss(tcb);
  const SackScoreboard& scoreboard = *tcb.scoreboard;
  const Seq left = scoreboard.skip_sacked(later(tcb.high_rxt, tcb.snd_una));
  if (at_or_after(left, scoreboard.highest())) return std::nullopt;
  if (rule == RecoveryRule::kLost && !scoreboard.is_lost(left, tcb.parameters->tcp_max_dup_acks, mss)) {
    return std::nullopt;
  }
  const Seq right = *scoreboard.next_sacked(left);
  return SendRange{left, std::min(mss, distance(left, right))};
}

std::optional<SendRange> rescue_range(const Tcb& tcb) {
  if (tcb.rescue_done || tcb.scoreboard == nullptr || tcb.scoreboard->empty()) return std::nullopt;
  // The last unreported segment below the recovery point, if nothing beyond it was reported.
  const Seq highest = tcb.scoreboard->highest();
  if (at_or_after(highest, tcb.recover) || at_or_after(tcb.high_rxt, tcb.recover)) return std::nullopt;
  const Seq bottom = later(highest, tcb.high_rxt);
  const std::uint32_t length = std::min(send_mss(tcb), distance(bottom, tcb.recover));
  return SendRange{tcb.recover - length, length};
}

}  // namespace flue::tcp
