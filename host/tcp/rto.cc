#include "host/tcp/rto.h"

#include <algorithm>
#include <chrono>

#include "host/tcp/options.h"

namespace flue::tcp {
namespace {

using std::chrono::microseconds;

// RFC 6298 section 5.7: after a lost SYN the first data wait at least this long.
constexpr std::uint32_t kAfterLostSyn = 3'000'000;  // microseconds
// A sample above this is a clock error or nonsense of the peer.
constexpr std::uint32_t kLongestSample = 300'000'000;  // microseconds

std::uint32_t to_us(Duration d) {
  const auto us = std::chrono::duration_cast<microseconds>(d).count();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(us, 1, kLongestSample));
}

}  // namespace

void init_rto(Tcb& tcb) { tcb.rto = to_us(tcb.parameters->tcp_initial_rtt); }

void add_rtt_sample(Tcb& tcb, Duration rtt) {
  const std::uint32_t r = to_us(rtt);
  if (tcb.srtt == 0) {
    tcb.srtt = r;
    tcb.rttvar = r / 2;
  } else {
    const std::uint32_t error = r > tcb.srtt ? r - tcb.srtt : tcb.srtt - r;
    tcb.rttvar = tcb.rttvar - tcb.rttvar / 4 + error / 4;
    tcb.srtt = std::max(tcb.srtt - tcb.srtt / 8 + r / 8, 1u);
  }
  const std::uint32_t least = to_us(tcb.parameters->min_rto);
  tcb.rto = std::clamp(tcb.srtt + 4 * tcb.rttvar, least, std::max(least, to_us(tcb.parameters->max_rto)));
}

Duration retransmission_timeout(const Tcb& tcb) {
  const Duration longest = tcb.parameters->max_rto;
  const Duration doubled = microseconds(std::uint64_t{tcb.rto} << std::min<unsigned>(tcb.backoff, 24));
  return std::min(doubled, longest);
}

void start_rtt(Tcb& tcb, Seq end, TimePoint now) {
  if (tcb.rtt_running) return;
  tcb.rtt_running = true;
  tcb.rtt_seq = end;
  tcb.rtt_sent = now;
}

void spoil_rtt(Tcb& tcb, Seq left) {
  if (tcb.rtt_running && before(left, tcb.rtt_seq)) tcb.rtt_running = false;
}

void measure_rtt(Tcb& tcb, const SegmentIn& segment, TimePoint now) {
  if (tcb.rtt_running) {
    if (before(segment.ack, tcb.rtt_seq)) return;
    tcb.rtt_running = false;
    add_rtt_sample(tcb, now - tcb.rtt_sent);
    return;
  }
  // No segment is timed, so something was sent again: the echoed timestamp tells which transmission is answered.
  const auto& timestamps = segment.options.timestamps;
  if (!tcb.timestamps || !timestamps || timestamps->tsecr == 0) {
    if (tcb.syn_retransmitted && tcb.srtt == 0) tcb.rto = std::max(tcb.rto, kAfterLostSyn);
    return;
  }
  const std::uint32_t ticks = timestamp_at(tcb.ts_offset, now) - timestamps->tsecr;
  if (std::chrono::milliseconds(ticks) <= microseconds(kLongestSample)) {
    add_rtt_sample(tcb, std::chrono::milliseconds(ticks));
  }
}

}  // namespace flue::tcp
