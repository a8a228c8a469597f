// Payload: order, gaps, delayed acknowledgement, FIN.
#include <gtest/gtest.h>

#include "tests/host/tcp/connection_harness.h"
#include "tests/support/requirement.h"

namespace flue::tcp::test {
namespace {

TEST(DelayedAckCount, EverySecondSegmentIsAcknowledgedAtOnce) {
  REQUIREMENT("TCP-DELACK-01", "TCP-DELACK-02", "TCP-DELACK-05");
  OneConnection c;
  c.connect();
  for (int i = 0; i < 6; ++i) {
    c.receive_data(pattern(1460));
    EXPECT_EQ(c.sent.size(), static_cast<std::size_t>((i + 1) / 2));
  }
}

TEST(DelayedAckCount, FrequencyIsAParameter) {
  REQUIREMENT("TCP-DELACK-05");
  for (const std::uint32_t frequency : {1u, 3u}) {
    OneConnection c;
    c.parameters.tcp_ack_frequency = frequency;
    c.connect();
    for (int i = 0; i < 6; ++i) c.receive_data("x");
    EXPECT_EQ(c.sent.size(), 6 / frequency);
  }
}

TEST(DelayedAckCount, ZeroTimeAcknowledgesEverySegment) {
  REQUIREMENT("TCP-DELACK-03");
  OneConnection c;
  c.parameters.delayed_ack = milliseconds(0);
  c.connect();
  c.receive_data("x");
  EXPECT_EQ(c.sent.size(), 1u);
}

TEST(DelayedAckCount, DataOfOursCarryTheAck) {
  REQUIREMENT("TCP-DELACK-02");
  OneConnection c;
  c.connect();
  c.receive_data("ping");
  c.send("pong");
  EXPECT_EQ(c.take_one().segment.ack, Seq(c.peer_seq));
  c.run(seconds(0) + milliseconds(250));
  EXPECT_TRUE(c.sent.empty());
}

TEST(OutOfOrder, IsAcknowledgedAtOnceEachTime) {
  REQUIREMENT("TCP-DELACK-06", "TCP-FASTRX-01");
  OneConnection c;
  c.connect();
  for (std::uint32_t i = 1; i <= 3; ++i) {
    c.receive(c.peer_segment({.ack = true}, c.peer_seq + i * 100, c.tcb.snd_max.raw(), pattern(100)));
    const Sent ack = c.take_one();
    EXPECT_EQ(ack.segment.ack, Seq(c.peer_seq));
    EXPECT_TRUE(ack.data.empty());
  }
  c.receive(c.peer_segment({.ack = true}, c.peer_seq, c.tcb.snd_max.raw(), pattern(100)));
  EXPECT_EQ(c.take_one().segment.ack, Seq(c.peer_seq + 400)) << "so is the segment that fills the gap";
}

TEST(OutOfOrder, SackOfV20) {
  REQUIREMENT("TCP-SACK-04", "TCP-SACK-05", "TCP-SACK-07");
  OneConnection c;
  c.peer_options.sack_permitted = true;
  c.peer_options.timestamps = Timestamps{7000, 0};
  open_passive(c.tcb, c.config, c.peer_segment({.syn = true}, 54857340, 0), c.now);
  c.pump();
  c.peer_seq = 54857341;
  c.receive_ack(c.kIss + 1);
  c.take();
  c.receive(c.peer_segment({.ack = true}, 54858789, c.tcb.snd_max.raw(), pattern(1448)));
  c.receive(c.peer_segment({.ack = true}, 54858789 + 1448, c.tcb.snd_max.raw(), pattern(1448)));
  const SegmentOut ack = c.sent.back().segment;
  EXPECT_EQ(ack.ack, Seq(54857341));
  ASSERT_EQ(ack.options.sack.count, 1);
  EXPECT_EQ(ack.options.sack.block[0], (SackBlock{Seq(54858789), Seq(54861685)}));
  c.take();
  c.receive(c.peer_segment({.ack = true}, 54857341, c.tcb.snd_max.raw(), pattern(1448)));
  EXPECT_EQ(c.take_one().segment.ack, Seq(54861685));
}

TEST(OutOfOrder, BytesComeOutInOrderWhateverTheOrderOfArrival) {
  REQUIREMENT("TCP-SETUP-01");
  OneConnection c;
  c.connect();
  const std::string text = pattern(1000);
  for (const std::uint32_t piece : {3u, 1u, 4u, 2u, 0u}) {
    c.receive(
        c.peer_segment({.ack = true}, c.peer_seq + piece * 200, c.tcb.snd_max.raw(), text.substr(piece * 200, 200)));
  }
  EXPECT_EQ(c.read_all(), text);
  EXPECT_EQ(c.tcb.gaps, nullptr);
  EXPECT_EQ(c.tcb.receive_ring.capacity(), 0u) << "an empty connection holds no buffer";
}

TEST(OutOfOrder, MoreGapsThanAreRememberedAreRefused) {
  OneConnection c;
  c.connect();
  for (std::uint32_t i = 1; i <= Gaps::kMost; ++i) {
    EXPECT_EQ(c.receive(c.peer_segment({.ack = true}, c.peer_seq + i * 10, c.tcb.snd_max.raw(), "x")).drop,
              SegmentDrop::kNone);
  }
  EXPECT_EQ(c.receive(c.peer_segment({.ack = true}, c.peer_seq + 5000, c.tcb.snd_max.raw(), "x")).drop,
            SegmentDrop::kNoBuffer);
}

TEST(Push, IsReported) {
  OneConnection c;
  c.connect();
  EXPECT_FALSE(c.receive_data("a", false).notices.pushed);
  EXPECT_TRUE(c.receive_data("b", true).notices.pushed);
  c.parameters.ignore_push_bit_on_receives = true;
  EXPECT_TRUE(c.receive_data("c", false).notices.pushed);
}

TEST(Fin, EndsTheStreamOnceEverythingBeforeItIsRead) {
  OneConnection c;
  c.connect();
  const InputResult result =
      c.receive(c.peer_segment({.fin = true, .ack = true}, c.peer_seq, c.tcb.snd_max.raw(), "last"));
  EXPECT_TRUE(result.notices.readable && result.notices.peer_finished);
  EXPECT_EQ(c.tcb.state, State::kCloseWait);
  EXPECT_EQ(c.take_one().segment.ack, Seq(c.peer_seq + 5)) << "at once";
  EXPECT_EQ(c.read_all(), "last");
}

}  // namespace
}  // namespace flue::tcp::test
