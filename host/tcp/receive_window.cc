#include "host/tcp/receive_window.h"

#include <algorithm>

#include "host/tcp/options.h"

namespace flue::tcp {
namespace {

constexpr std::uint32_t kNt4Window = 8192;  // bytes, before rounding
constexpr std::uint64_t kMegabit = 1'000'000;

std::uint32_t buffer_by_speed(std::uint64_t bits_per_second) {
  if (bits_per_second < kMegabit) return 8192;
  if (bits_per_second <= 100 * kMegabit) return 16384;  // "17 KB": rounded up to whole segments
  return kLargestUnscaledWindow;
}

// The smallest step by which the right edge may move (RFC 9293 section 3.8.6.2.2).
std::uint32_t least_step(const Tcb& tcb) { return std::min<std::uint32_t>(receive_mss(tcb), tcb.receive_buffer / 2); }

}  // namespace

std::uint32_t default_receive_buffer(const TcpParameters& parameters, std::uint64_t bits_per_second) {
  if (parameters.tcp_window_size) return *parameters.tcp_window_size;
  const std::uint32_t automatic = parameters.default_receive_buffer ? *parameters.default_receive_buffer
                                  : parameters.nt4_window_rule      ? kNt4Window
                                                                    : buffer_by_speed(bits_per_second);
  return std::min(automatic, parameters.global_max_tcp_window.value_or(automatic));
}

std::uint32_t round_to_segments(std::uint32_t bytes, std::uint32_t mss, std::uint32_t limit,
                                const TcpParameters& parameters) {
  const bool four = parameters.nt4_window_rule && bytes >= kNt4Window;
  if (bytes < mss && !four) return std::min(bytes, limit);
  const std::uint32_t most = limit / mss;
  const std::uint32_t least = four ? 4 : 1;
  const std::uint32_t segments = std::clamp((bytes + mss - 1) / mss, least, std::max(most, least));
  return most == 0 ? limit : std::min(segments, most) * mss;
}

std::uint32_t receive_window_default(const TcpParameters& parameters, std::uint64_t bits_per_second,
                                     std::uint32_t mss) {
  const std::uint32_t bytes = default_receive_buffer(parameters, bits_per_second);
  return round_to_segments(bytes, mss, std::max(bytes, kLargestUnscaledWindow), parameters);
}

WindowShift shift_for(std::uint32_t bytes) {
  unsigned count = 0;
  while (count < 14 && (kLargestUnscaledWindow << count) < bytes) ++count;
  return WindowShift(count);
}

void settle_receive_buffer(Tcb& tcb) {
  const std::uint32_t limit = kLargestUnscaledWindow << tcb.rcv_shift.count();
  tcb.receive_buffer = round_to_segments(tcb.configured_buffer, receive_mss(tcb), limit, *tcb.parameters);
}

std::uint32_t receive_space(const Tcb& tcb) {
  const std::uint32_t held = distance(tcb.rcv_user, tcb.rcv_nxt) - (tcb.fin_received ? 1u : 0u) + tcb.unread_elsewhere;
  return held < tcb.receive_buffer ? tcb.receive_buffer - held : 0;
}

std::uint32_t receive_window(const Tcb& tcb) {
  return after(tcb.rcv_adv, tcb.rcv_nxt) ? distance(tcb.rcv_nxt, tcb.rcv_adv) : 0;
}

RawWindow advertise_window(Tcb& tcb) {
  const std::uint32_t told = receive_window(tcb);
  const std::uint32_t space = receive_space(tcb);
  if (space > told && space - told >= least_step(tcb)) {
    // What the field can say, so that the edge we remember is the edge the peer heard of.
    const RawWindow field = WindowBytes(space) >> tcb.rcv_shift;
    const Seq edge = tcb.rcv_nxt + (field << tcb.rcv_shift).bytes();
    tcb.rcv_adv = later(tcb.rcv_adv, edge);
  }
  // RFC 7323 section 2.4: rounding down may show an edge up to one unit short of rcv_adv; what rcv_adv promised is
  // accepted all the same.
  return WindowBytes(receive_window(tcb)) >> tcb.rcv_shift;
}

bool window_update_due(const Tcb& tcb) {
  const std::uint32_t told = receive_window(tcb);
  const std::uint32_t space = receive_space(tcb);
  // While the peer knows of half the buffer or more, the next ordinary ACK is early enough.
  return told < tcb.receive_buffer / 2 && space >= told + least_step(tcb) && space >= 2 * told;
}

}  // namespace flue::tcp
