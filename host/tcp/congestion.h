// How much may be in the network: slow start, congestion avoidance, fast retransmit and fast recovery (RFC 5681,
// RFC 6582), SACK-based recovery (RFC 6675), limited transmit (RFC 3042). TCP-SLOWSTART-*, TCP-FASTRX-*, TCP-SACK-06.
#pragma once

#include <cstdint>
#include <optional>

#include "host/base/time.h"
#include "host/tcp/tcb.h"

namespace flue::tcp {

// The handshake is complete: initial window (TCP-SLOWSTART-01), slow start without a threshold.
void start_congestion(Tcb& tcb);
// Nothing was sent for longer than a time-out and nothing is in flight: RFC 5681 section 4.1.
void restart_after_idle(Tcb& tcb, TimePoint now);

// Bytes sent up to snd_nxt that are neither acknowledged nor reported by SACK.
[[nodiscard]] std::uint32_t flight_size(const Tcb& tcb);
// Bytes that cwnd still allows.
[[nodiscard]] std::uint32_t congestion_room(const Tcb& tcb);

// `acked` new bytes were acknowledged, snd_una has moved already; flight_before: flight_size() before it moved.
void on_new_ack(Tcb& tcb, std::uint32_t acked, std::uint32_t flight_before);
// A duplicate ACK; true if a fast retransmit begins.
bool on_duplicate_ack(Tcb& tcb);
// The retransmission timer expired with data outstanding: everything from snd_una counts as lost.
void on_loss_timeout(Tcb& tcb);

// RFC 6675 section 4, NextSeg(), rules 1, 3 and 4 (rule 2, new data, is the caller's): what recovery sends again next.
// Nothing also if the pipe is full.
struct SendRange {
  Seq left;
  std::uint32_t length = 0;  // bytes, without FIN
};
enum class RecoveryRule : std::uint8_t { kLost, kNotYetLost };
std::optional<SendRange> next_recovery_range(const Tcb& tcb, RecoveryRule rule);
std::optional<SendRange> rescue_range(const Tcb& tcb);

}  // namespace flue::tcp
