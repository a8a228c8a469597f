// Arbitrary segments, writes, reads and time into a live connection: no crash, no endless output, invariants kept.
#include <cstdlib>

#include "host/base/check.h"
#include "tests/host/tcp/connection_harness.h"

namespace flue::tcp::test {
namespace {

class Input {
 public:
  explicit Input(Bytes bytes) : bytes_(bytes) {}
  [[nodiscard]] bool empty() const { return at_ >= bytes_.size(); }
  std::uint8_t u8() { return empty() ? std::uint8_t{0} : load_u8(bytes_, at_++); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(u8() << 8 | u8()); }
  // Mostly near `base`, sometimes anywhere.
  Seq near(Seq base) {
    const std::uint8_t how = u8();
    if (how < 100) return base;
    if (how < 180) return base + u16();
    if (how < 240) return base - u16();
    return Seq(static_cast<std::uint32_t>(u16()) << 16 | u16());
  }

 private:
  Bytes bytes_;
  std::size_t at_ = 0;
};

Flags flags_of(std::uint8_t bits) {
  return {.fin = (bits & 1) != 0,
          .syn = (bits & 2) != 0 && (bits & 0x40) != 0,
          .rst = (bits & 4) != 0 && (bits & 0x80) != 0,
          .psh = (bits & 8) != 0,
          .ack = (bits & 16) == 0,
          .urg = (bits & 32) != 0};
}

Options options_of(Input& input, const Tcb& tcb, std::uint8_t what) {
  Options options;
  if ((what & 1) != 0) options.mss = input.u16();
  if ((what & 2) != 0) options.window_shift = WindowShift(input.u8());
  options.sack_permitted = (what & 4) != 0;
  if ((what & 8) == 0) options.timestamps = Timestamps{tcb.ts_recent + input.u8() % 4, input.u8()};
  options.sack.count = static_cast<std::uint8_t>((what >> 4) % 5);
  for (std::uint8_t i = 0; i < options.sack.count; ++i) {
    const Seq left = input.near(tcb.snd_una);
    options.sack.block[i] = {left, left + input.u16()};
  }
  return options;
}

void receive(OneConnection& c, Input& input, const std::string& payload) {
  SegmentIn segment;
  segment.local = c.config.local;
  segment.remote = c.config.remote;
  segment.seq = input.near(c.tcb.rcv_nxt);
  segment.ack = input.near(c.tcb.snd_max);
  segment.flags = flags_of(input.u8());
  segment.wnd = RawWindow(input.u16());
  segment.options = options_of(input, c.tcb, input.u8());
  segment.payload = bytes_of(payload).first(input.u16() % payload.size());
  if (on_segment(c.tcb, segment, c.now).challenge) acknowledge_now(c.tcb);
}

void act(OneConnection& c, Input& input, const std::string& payload) {
  switch (input.u8() % 16) {
    case 0:
      write(c.tcb, bytes_of(payload).first(input.u16() % payload.size()), input.u8() % 2 == 0, c.now);
      break;
    case 1:
      consume(c.tcb, input.u16(), c.now);
      break;
    case 2:
      c.now += milliseconds(input.u16());
      on_timers(c.tcb, c.now);
      break;
    case 3:
      shutdown_send(c.tcb, c.now);
      break;
    case 4:
      if (input.u8() % 8 == 0) close(c.tcb, c.now);
      break;
    case 5:
      set_path_mss(c.tcb, static_cast<std::uint16_t>(68 + input.u16() % 1400), c.now);
      break;
    case 6:
      set_receive_buffer(c.tcb, input.u16(), c.now);
      break;
    case 7:
      set_cork(c.tcb, input.u8() % 2 == 0, c.now);
      break;
    default:
      receive(c, input, payload);
  }
}

void run(Bytes data) {
  Input input(data);
  const ProfileName profiles[] = {ProfileName::kNt4, ProfileName::kWin2000, ProfileName::kWin2003,
                                  ProfileName::kModern};
  OneConnection c(profiles[input.u8() % 4]);
  c.config.keep_alive = input.u8() % 2 == 0;
  const std::string payload = pattern(9000);
  c.peer_options = options_of(input, c.tcb, input.u8());
  if (input.u8() % 2 == 0) {
    open_active(c.tcb, c.config, c.now);
  } else {
    open_passive(c.tcb, c.config, c.peer_segment({.syn = true}, input.u16(), 0), c.now);
  }
  while (!input.empty() && c.tcb.state != State::kClosed) {
    const Seq rcv_nxt = c.tcb.rcv_nxt;
    const Seq rcv_adv = c.tcb.rcv_adv;
    const bool synchronised = is_synchronised(c.tcb.state);
    act(c, input, payload);
    for (int i = 0; next_segment(c.tcb, c.now); ++i) FLUE_CHECK(i < 100000);
    FLUE_CHECK(broken_invariant(c.tcb).empty());
    FLUE_CHECK(!synchronised || (at_or_after(c.tcb.rcv_nxt, rcv_nxt) && at_or_after(c.tcb.rcv_adv, rcv_adv)));
  }
}

}  // namespace
}  // namespace flue::tcp::test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  flue::tcp::test::run(std::as_bytes(std::span(data, size)));
  return 0;
}
