// One Tcb and a peer that the test plays by hand, in virtual time; and the invariants that hold after every step.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "host/params/profiles.h"
#include "host/tcp/congestion.h"
#include "host/tcp/connection.h"
#include "host/tcp/options.h"
#include "host/tcp/receive_window.h"
#include "host/tcp/tcb.h"

namespace flue::tcp::test {

using std::chrono::milliseconds;
using std::chrono::seconds;

inline Bytes bytes_of(std::string_view text) { return std::as_bytes(std::span(text.data(), text.size())); }

inline std::string text_of(const ByteSpans& spans) {
  std::string text(spans.size(), '\0');
  if (!spans.first.empty()) std::memcpy(text.data(), spans.first.data(), spans.first.size());
  if (!spans.second.empty()) {
    std::memcpy(text.data() + spans.first.size(), spans.second.data(), spans.second.size());
  }
  return text;
}

// Bytes whose value tells their place, so that a shifted copy is noticed.
inline std::string pattern(std::size_t length, std::size_t start = 0) {
  std::string text(length, '\0');
  for (std::size_t i = 0; i < length; ++i) text[i] = static_cast<char>((start + i) * 31 + (start + i) / 256);
  return text;
}

// A segment on its way, with its payload copied.
struct Sent {
  SegmentOut segment;
  std::string data;
  TimePoint at;

  [[nodiscard]] SegmentIn arriving() const {
    SegmentIn in;
    in.local = segment.remote;
    in.remote = segment.local;
    in.seq = segment.seq;
    in.ack = segment.ack;
    in.flags = segment.flags;
    in.wnd = segment.wnd;
    in.urgent = segment.urgent;
    in.options = segment.options;
    in.payload = bytes_of(data);
    return in;
  }
  [[nodiscard]] Seq right() const {
    return segment.seq + static_cast<std::uint32_t>(data.size()) + (segment.flags.fin ? 1u : 0u) +
           (segment.flags.syn ? 1u : 0u);
  }
};

inline std::vector<Sent> drain(Tcb& tcb, TimePoint now) {
  std::vector<Sent> sent;
  while (auto segment = next_segment(tcb, now)) {
    std::string data = text_of(segment->payload);
    segment->payload = {};
    sent.push_back({*segment, std::move(data), now});
    if (sent.size() > 10000) {
      ADD_FAILURE() << "next_segment() does not end";
      break;
    }
  }
  return sent;
}

inline const char* broken_in_gaps(const Tcb& tcb) {
  Seq below = tcb.rcv_nxt;
  for (std::uint8_t i = 0; i < tcb.gaps->count(); ++i) {
    const SackBlock range = tcb.gaps->range(i);
    if (!after(range.left, below)) return "gaps: not sorted, not disjoint or adjacent";
    if (!before(range.left, range.right)) return "gaps: empty range";
    below = range.right;
  }
  return at_or_before(below, tcb.rcv_adv) ? "" : "gaps: beyond the window";
}

inline bool is_synchronised(State state) {
  return state != State::kSynSent && state != State::kSynReceived && state != State::kClosed;
}

// What the flow engine's proofs ask of every state: the name of a broken invariant, or nothing.
inline std::string broken_invariant(const Tcb& tcb) {
  if (after(tcb.snd_una, tcb.snd_nxt)) return "snd_una > snd_nxt";
  if (after(tcb.snd_nxt, tcb.snd_max)) return "snd_nxt > snd_max";
  if (after(tcb.snd_max, tcb.snd_end + (tcb.fin_queued ? 1u : 0u))) return "snd_max beyond what was written";
  if (after(tcb.rcv_user, tcb.rcv_nxt)) return "rcv_user > rcv_nxt";
  if (tcb.gaps != nullptr && *broken_in_gaps(tcb) != '\0') return broken_in_gaps(tcb);
  if (is_synchronised(tcb.state)) {
    if (tcb.ssthresh < 2 * send_mss(tcb)) return "ssthresh below two segments";
    if (tcb.cwnd < send_mss(tcb)) return "cwnd below one segment";
    if (tcb.snd_una != tcb.snd_max && tcb.send_deadline == kNever) return "outstanding data without a timer";
  }
  if (tcb.state == State::kClosed && next_deadline(tcb) != kNever) return "closed, but a timer runs";
  return {};
}

inline void check_invariants(const Tcb& tcb) { ASSERT_EQ(broken_invariant(tcb), ""); }

class OneConnection {
 public:
  static constexpr std::uint32_t kIss = 1000;
  static constexpr std::uint32_t kPeerIss = 500000;

  explicit OneConnection(ProfileName profile = ProfileName::kWin2003)
      : parameters(profile_parameters(profile).tcp), now(TimePoint(seconds(1000))) {
    config.parameters = &parameters;
    config.local = {Ipv4Addr(10, 0, 0, 1), Port(80)};
    config.remote = {Ipv4Addr(10, 0, 0, 2), Port(4000)};
    config.iss = Seq(kIss);
    config.receive_buffer = default_receive_buffer(parameters, 100'000'000'000);
    config.send_buffer = parameters.default_send_buffer;
    peer_options.mss = 1460;
  }

  // --- Getting somewhere
  void start_active() {
    open_active(tcb, config, now);
    pump();
  }
  void start_passive() {
    open_passive(tcb, config, peer_segment({.syn = true}, kPeerIss, 0), now);
    pump();
  }
  // Three-way handshake with us as the client; nothing is left in `sent`.
  void connect(std::uint16_t window = 65535) {
    start_active();
    SegmentIn syn_ack = peer_segment({.syn = true, .ack = true}, kPeerIss, kIss + 1);
    syn_ack.wnd = RawWindow(window);
    receive(syn_ack);
    set_peer(kPeerIss + 1, window);
    sent.clear();
  }
  void accept(std::uint16_t window = 65535) {
    start_passive();
    set_peer(kPeerIss + 1, window);
    receive(peer_segment({.ack = true}, kPeerIss + 1, kIss + 1));
    sent.clear();
  }
  void set_peer(std::uint32_t seq, std::uint16_t window) {
    peer_seq = seq;
    peer_wnd = RawWindow(window);
  }

  // --- The peer
  SegmentIn peer_segment(Flags flags, std::uint32_t seq, std::uint32_t ack, std::string_view data = {}) {
    SegmentIn segment;
    segment.local = config.local;
    segment.remote = config.remote;
    segment.seq = Seq(seq);
    segment.ack = Seq(ack);
    segment.flags = flags;
    segment.wnd = peer_wnd;
    segment.payload = bytes_of(data);
    if (flags.syn) segment.options = peer_options;
    if (!flags.syn && tcb.timestamps) segment.options.timestamps = Timestamps{peer_tsval, peer_tsecr()};
    return segment;
  }
  InputResult receive(const SegmentIn& segment) {
    InputResult result = on_segment(tcb, segment, now);
    check_invariants(tcb);
    pump();
    return result;
  }
  // In-order data of the peer.
  InputResult receive_data(std::string_view data, bool push = true) {
    const std::uint32_t seq = peer_seq;
    peer_seq += static_cast<std::uint32_t>(data.size());
    return receive(peer_segment({.psh = push, .ack = true}, seq, tcb.snd_max.raw(), data));
  }
  InputResult receive_ack(std::uint32_t ack) { return receive(peer_segment({.ack = true}, peer_seq, ack)); }
  InputResult receive_ack(Seq ack) { return receive_ack(ack.raw()); }
  InputResult receive_sack(Seq ack, std::initializer_list<SackBlock> blocks) {
    SegmentIn segment = peer_segment({.ack = true}, peer_seq, ack.raw());
    for (const SackBlock& block : blocks) segment.options.sack.block[segment.options.sack.count++] = block;
    return receive(segment);
  }
  InputResult receive_fin() {
    const std::uint32_t seq = peer_seq++;
    return receive(peer_segment({.fin = true, .ack = true}, seq, tcb.snd_max.raw()));
  }

  // --- The application
  std::size_t send(std::string_view data, bool push = true) {
    const std::size_t n = write(tcb, bytes_of(data), push, now);
    check_invariants(tcb);
    pump();
    return n;
  }
  std::string read_all() {
    const std::string text = text_of(readable(tcb));
    consume(tcb, text.size(), now);
    pump();
    return text;
  }

  // --- Time and output
  void pump() {
    for (Sent& segment : drain(tcb, now)) sent.push_back(std::move(segment));
    check_invariants(tcb);
  }
  // Lets time pass, acting on every deadline on the way.
  void run(Duration duration) {
    const TimePoint end = now + duration;
    for (;;) {
      const TimePoint deadline = next_deadline(tcb);
      if (deadline > end) break;
      now = std::max(now, deadline);
      const Notices notices = on_timers(tcb, now);
      if (notices.timed_out) ++timeouts;
      if (notices.closed) {
        closed_at = now;
        close_reason = notices.reason;
      }
      pump();
    }
    now = end;
  }
  std::vector<Sent> take() { return std::exchange(sent, {}); }
  Sent take_one() {
    EXPECT_EQ(sent.size(), 1u);
    if (sent.empty()) return {};
    Sent first = sent.front();
    sent.clear();
    return first;
  }

  TcpParameters parameters;
  OpenConfig config;
  Tcb tcb;
  TimePoint now;
  Options peer_options;
  std::uint32_t peer_seq = kPeerIss + 1;
  RawWindow peer_wnd{65535};
  std::uint32_t peer_tsval = 7000;
  std::vector<Sent> sent;
  int timeouts = 0;
  TimePoint closed_at = kNever;
  CloseReason close_reason = CloseReason::kNone;

 private:
  std::uint32_t peer_tsecr() const { return timestamp_at(tcb.ts_offset, now); }
};

}  // namespace flue::tcp::test
