// The short cut equals the steps: two connections in the same state, one segment, the same outcome.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "host/tcp/input.h"
#include "tests/host/tcp/connection_harness.h"

namespace flue::tcp::test {
namespace {

std::string outcome(Tcb& tcb, const InputResult& result, TimePoint now) {
  std::string text;
  const auto add = [&text](auto value) { text += std::to_string(value) + " "; };
  for (const Sent& s : drain(tcb, now)) {
    add(s.segment.seq.raw());
    add(s.segment.ack.raw());
    add(s.segment.wnd.field());
    add(s.data.size());
    add(s.segment.options.sack.count);
    if (s.segment.options.timestamps) add(s.segment.options.timestamps->tsecr);
  }
  add(static_cast<int>(tcb.state));
  add(static_cast<int>(result.drop));
  add(static_cast<int>(result.challenge) + 2 * static_cast<int>(result.fast_retransmit));
  add(static_cast<int>(result.notices.readable) + 2 * static_cast<int>(result.notices.pushed) +
      4 * static_cast<int>(result.notices.writable) + 8 * static_cast<int>(result.notices.all_acked));
  for (const Seq s : {tcb.snd_una, tcb.snd_nxt, tcb.snd_max, tcb.rcv_nxt, tcb.rcv_adv, tcb.snd_wl1, tcb.snd_wl2}) {
    add(s.raw());
  }
  for (const std::uint32_t v : {tcb.cwnd, tcb.ssthresh, tcb.srtt, tcb.rto, tcb.ts_recent, tcb.snd_wnd.bytes()}) add(v);
  add((next_deadline(tcb) - now).count());
  return text + text_of(readable(tcb));
}

RC_GTEST_PROP(ShortCut, EqualsTheSteps, (bool timestamps, bool push)) {
  const auto build = [&](OneConnection& c) {
    c.peer_options.sack_permitted = true;
    if (timestamps) c.peer_options.timestamps = Timestamps{7000, 0};
    c.accept();
  };
  OneConnection a;
  OneConnection b;
  build(a);
  build(b);
  const auto steps = *rc::gen::container<std::vector<std::array<unsigned, 5>>>(
      rc::gen::container<std::array<unsigned, 5>>(rc::gen::inRange(0u, 1000u)));
  for (const auto& [what, size, acked, gap, window] : steps) {
    for (OneConnection* c : {&a, &b}) {
      if (what % 4 == 0) c->send(pattern(size * 3));
      if (what % 16 == 1) c->run(milliseconds(size));
      c->peer_tsval += what % 3;
      c->peer_wnd = RawWindow(static_cast<std::uint16_t>(what % 8 == 2 ? window * 60 : 65535));
      const std::uint32_t outstanding = distance(c->tcb.snd_una, c->tcb.snd_max);
      const std::uint32_t ack = c->tcb.snd_una.raw() + outstanding * (acked % 3) / 2;
      const std::uint32_t seq = c->tcb.rcv_nxt.raw() + (gap % 10 == 0 ? gap : 0);
      const std::string data = what % 2 == 0 ? pattern(size) : std::string();
      const SegmentIn segment = c->peer_segment({.psh = push, .ack = true}, seq, ack, data);
      const InputResult result =
          c == &a ? on_segment(c->tcb, segment, c->now) : on_segment_by_steps(c->tcb, segment, c->now);
      c->sent.clear();
      c->read_all();
      // Kept beside the connection for the comparison below.
      c->sent.push_back({{}, outcome(c->tcb, result, c->now), c->now});
    }
    RC_ASSERT(a.sent.back().data == b.sent.back().data);
  }
}

TEST(ShortCut, IsTakenForTheExpectedSegment) {
  OneConnection c;
  c.connect();
  InputResult result;
  EXPECT_TRUE(take_expected_segment(
      c.tcb, c.peer_segment({.psh = true, .ack = true}, c.peer_seq, c.tcb.snd_max.raw(), "data"), result, c.now));
  EXPECT_TRUE(result.notices.readable);
  EXPECT_FALSE(take_expected_segment(
      c.tcb, c.peer_segment({.fin = true, .ack = true}, c.peer_seq + 4, c.tcb.snd_max.raw()), result, c.now));
  EXPECT_FALSE(take_expected_segment(c.tcb, c.peer_segment({.ack = true}, c.peer_seq + 5, c.tcb.snd_max.raw(), "x"),
                                     result, c.now));
}

}  // namespace
}  // namespace flue::tcp::test
