// How a Tcb begins: active open, passive open, and from a handshake that was kept without one.
#include <algorithm>

#include "host/tcp/handshake.h"
#include "host/tcp/options.h"
#include "host/tcp/receive_window.h"
#include "host/tcp/rto.h"
#include "host/tcp/timers.h"

namespace flue::tcp {
namespace {

std::uint32_t to_ms(std::chrono::milliseconds time) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(time.count(), 1, 0xFFFFFFFF));
}

void start(Tcb& tcb, const OpenConfig& config, State state, TimePoint now) {
  const TcpParameters& parameters = *config.parameters;
  tcb = Tcb();
  tcb.parameters = &parameters;
  tcb.local = config.local;
  tcb.remote = config.remote;
  tcb.state = state;
  tcb.iss = tcb.snd_una = tcb.snd_nxt = tcb.snd_max = tcb.recover = config.iss;
  tcb.snd_end = tcb.snd_push = tcb.snd_sml = config.iss + 1;
  tcb.snd_wl2 = config.iss;
  tcb.ts_offset = config.ts_offset;
  tcb.own_mss = config.own_mss;
  tcb.peer_mss = config.own_mss;  // until the peer says its own
  tcb.path_mss = config.path_mss;
  tcb.configured_buffer = std::min(config.receive_buffer, Ring::kMost / 2);
  tcb.send_buffer = std::min(config.send_buffer, Ring::kMost / 2);
  tcb.send_ring = Ring(config.memory);
  tcb.receive_ring = Ring(config.memory);
  tcb.nagle = config.nagle;
  tcb.keep_alive = config.keep_alive;
  tcb.keep_alive_time = to_ms(parameters.keep_alive_time);
  tcb.keep_alive_interval = to_ms(parameters.keep_alive_interval);
  tcb.keep_alive_retries = parameters.keep_alive_retries.value_or(parameters.tcp_max_data_retransmissions);
  tcb.last_received = tcb.last_sent = now;
  init_rto(tcb);
}

}  // namespace

void open_active(Tcb& tcb, const OpenConfig& config, TimePoint now) {
  start(tcb, config, State::kSynSent, now);
  offer_options(tcb);
  settle_receive_buffer(tcb);
  tcb.syn_wanted = true;
}

void open_passive(Tcb& tcb, const OpenConfig& config, const SegmentIn& syn, TimePoint now) {
  start(tcb, config, State::kSynReceived, now);
  tcb.passive = true;
  answer_options(tcb, syn.options);
  settle_receive_buffer(tcb);
  take_syn(tcb, syn, now);
  tcb.syn_wanted = true;
}

void open_half_open(Tcb& tcb, const OpenConfig& config, const HalfOpen& half_open, TimePoint now) {
  SegmentIn syn;
  syn.seq = half_open.irs;
  syn.flags.syn = true;
  syn.wnd = half_open.peer_wnd;
  syn.options.mss = half_open.peer_mss;
  syn.options.window_shift = half_open.peer_shift;
  syn.options.sack_permitted = half_open.sack_permitted;
  if (half_open.peer_tsval) syn.options.timestamps = Timestamps{*half_open.peer_tsval, 0};
  open_passive(tcb, config, syn, now);
  // The SYN-ACK left long ago.
  tcb.syn_wanted = false;
  tcb.snd_nxt = tcb.snd_max = tcb.iss + 1;
  tcb.last_ack_sent = tcb.rcv_nxt;
  start_retransmit_timer(tcb, now);
}

void set_keep_alive_times(Tcb& tcb, const KeepAliveTimes& times, TimePoint) {
  tcb.keep_alive_time = to_ms(times.time);
  tcb.keep_alive_interval = to_ms(times.interval);
  tcb.keep_alive_retries = times.retries;
  plan_idle(tcb);
}

KeepAliveTimes keep_alive_times(const Tcb& tcb) {
  return {std::chrono::milliseconds(tcb.keep_alive_time), std::chrono::milliseconds(tcb.keep_alive_interval),
          tcb.keep_alive_retries};
}

}  // namespace flue::tcp
