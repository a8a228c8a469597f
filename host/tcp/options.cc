#include "host/tcp/options.h"

#include <algorithm>
#include <chrono>

#include "host/tcp/receive_window.h"

namespace flue::tcp {
namespace {

constexpr std::uint32_t kTimestampBytes = 12;  // with its two NOPs
constexpr std::uint32_t kSackHeadBytes = 4;    // two NOPs, kind, length
constexpr std::uint32_t kSackBlockBytes = 8;
constexpr std::uint32_t kMostOptionBytes = 40;
// Smaller announcements are raised to this, so that a hostile peer cannot make every byte a segment.
constexpr std::uint16_t kLeastPeerMss = 48;
constexpr std::uint16_t kDefaultPeerMss = 536;  // RFC 9293 section 3.7.1

constexpr std::uint32_t kScalingBit = 1;
constexpr std::uint32_t kTimestampsBit = 2;

bool may_answer(const TcpParameters& parameters, std::uint32_t bit) {
  return parameters.rfc1323_supported && (parameters.tcp_1323_opts.value_or(kScalingBit | kTimestampsBit) & bit) != 0;
}

void take_peer_mss(Tcb& tcb, const Options& syn) {
  tcb.peer_mss = std::max(syn.mss.value_or(kDefaultPeerMss), kLeastPeerMss);
}

}  // namespace

Agreement agree_on(const TcpParameters& parameters, std::uint32_t receive_buffer, const Options& syn) {
  Agreement agreement;
  agreement.scaling = syn.window_shift.has_value() && may_answer(parameters, kScalingBit);
  agreement.timestamps = syn.timestamps.has_value() && may_answer(parameters, kTimestampsBit);
  agreement.sack = syn.sack_permitted && parameters.sack_opts;
  if (agreement.scaling) agreement.own_shift = shift_for(receive_buffer);
  return agreement;
}

void offer_options(Tcb& tcb) {
  const TcpParameters& parameters = *tcb.parameters;
  // C-22: without the parameter, scaling on demand and no timestamps.
  const std::uint32_t on_demand = tcb.configured_buffer > kLargestUnscaledWindow ? kScalingBit : 0;
  const std::uint32_t offered = parameters.rfc1323_supported ? parameters.tcp_1323_opts.value_or(on_demand) : 0;
  tcb.scaling = (offered & kScalingBit) != 0;
  tcb.timestamps = (offered & kTimestampsBit) != 0;
  tcb.sack = parameters.sack_opts;
  tcb.rcv_shift = tcb.scaling ? shift_for(tcb.configured_buffer) : WindowShift();
}

void answer_options(Tcb& tcb, const Options& syn) {
  const Agreement agreement = agree_on(*tcb.parameters, tcb.configured_buffer, syn);
  take_peer_mss(tcb, syn);
  tcb.scaling = agreement.scaling;
  tcb.timestamps = agreement.timestamps;
  tcb.sack = agreement.sack;
  tcb.rcv_shift = agreement.own_shift;
  tcb.snd_shift = agreement.scaling ? *syn.window_shift : WindowShift();
}

void conclude_options(Tcb& tcb, const Options& syn) {
  take_peer_mss(tcb, syn);
  tcb.scaling = tcb.scaling && syn.window_shift.has_value();
  tcb.timestamps = tcb.timestamps && syn.timestamps.has_value();
  tcb.sack = tcb.sack && syn.sack_permitted;
  tcb.snd_shift = tcb.scaling ? *syn.window_shift : WindowShift();
  if (!tcb.scaling) tcb.rcv_shift = WindowShift();
}

Options syn_options(const Tcb& tcb, TimePoint now) {
  Options options;
  options.mss = tcb.own_mss;
  if (tcb.scaling) options.window_shift = tcb.rcv_shift;
  options.sack_permitted = tcb.sack;
  if (tcb.timestamps) options.timestamps = Timestamps{timestamp_at(tcb.ts_offset, now), tcb.ts_recent};
  return options;
}

Options segment_options(const Tcb& tcb, std::uint32_t payload, TimePoint now) {
  Options options;
  if (tcb.timestamps) options.timestamps = Timestamps{timestamp_at(tcb.ts_offset, now), tcb.ts_recent};
  if (!tcb.sack || tcb.gaps == nullptr || tcb.gaps->empty()) return options;
  const std::uint32_t used = tcb.timestamps ? kTimestampBytes : 0;
  const std::uint32_t beside_payload = send_mss(tcb) + used - std::min(payload, send_mss(tcb));
  const std::uint32_t space = std::min(kMostOptionBytes, beside_payload);
  if (space < used + kSackHeadBytes + kSackBlockBytes) return options;
  options.sack = tcb.gaps->blocks(static_cast<std::uint8_t>((space - used - kSackHeadBytes) / kSackBlockBytes));
  return options;
}

std::uint32_t timestamp_at(std::uint32_t ts_offset, TimePoint now) {
  const auto ticks = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  return static_cast<std::uint32_t>(ticks) + ts_offset;
}

std::uint32_t send_mss(const Tcb& tcb) {
  const std::uint32_t mss = std::min({tcb.peer_mss, tcb.path_mss, tcb.own_mss});
  return tcb.timestamps ? mss - kTimestampBytes : mss;
}

std::uint32_t receive_mss(const Tcb& tcb) {
  const std::uint32_t mss = std::min(tcb.own_mss, tcb.peer_mss);
  return tcb.timestamps ? mss - kTimestampBytes : mss;
}

}  // namespace flue::tcp
