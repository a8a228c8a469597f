#include "host/tcp/closing.h"

#include <gtest/gtest.h>

#include "tests/host/tcp/connection_harness.h"
#include "tests/support/requirement.h"

namespace flue::tcp::test {
namespace {

TEST(Closing, ActiveSideOfV25) {
  REQUIREMENT("TCP-STATES-02", "TCP-STATES-08", "TCP-STATES-09", "TCP-TIMEWAIT-01");
  OneConnection c;
  c.connect();
  EXPECT_TRUE(close(c.tcb, c.now).none());
  EXPECT_EQ(c.tcb.state, State::kFinWait1);
  c.pump();
  const Sent fin = c.take_one();
  EXPECT_TRUE(fin.segment.flags.fin && fin.segment.flags.ack);
  const InputResult acked = c.receive_ack(c.tcb.snd_max);
  EXPECT_TRUE(acked.notices.all_acked);
  EXPECT_EQ(c.tcb.state, State::kFinWait2);
  const InputResult finished = c.receive_fin();
  EXPECT_TRUE(finished.notices.time_wait && finished.notices.peer_finished);
  EXPECT_EQ(c.tcb.state, State::kTimeWait);
  EXPECT_EQ(c.take_one().segment.ack, Seq(c.peer_seq));
}

TEST(Closing, PassiveSideOfV25) {
  REQUIREMENT("TCP-STATES-02", "SOCKETS-25");
  OneConnection c;
  c.connect();
  c.receive_fin();
  EXPECT_EQ(c.tcb.state, State::kCloseWait);
  EXPECT_EQ(c.send("still sending"), 13u);
  c.receive_ack(c.tcb.snd_max);
  shutdown_send(c.tcb, c.now);
  EXPECT_EQ(c.tcb.state, State::kLastAck);
  c.pump();
  const InputResult result = c.receive_ack(c.tcb.snd_max);
  EXPECT_TRUE(result.notices.closed);
  EXPECT_EQ(result.notices.reason, CloseReason::kOrderly);
}

TEST(Closing, CrossingFins) {
  OneConnection c;
  c.connect();
  close(c.tcb, c.now);
  c.pump();
  c.receive(c.peer_segment({.fin = true, .ack = true}, c.peer_seq, c.tcb.snd_una.raw()));
  EXPECT_EQ(c.tcb.state, State::kClosing);
  EXPECT_TRUE(c.receive(c.peer_segment({.ack = true}, c.peer_seq + 1, c.tcb.snd_max.raw())).notices.time_wait);
  EXPECT_EQ(c.tcb.state, State::kTimeWait);
}

TEST(Closing, HalfClosedConnectionStillReceives) {
  REQUIREMENT("TCP-STATES-02", "SOCKETS-25");
  OneConnection c;
  c.connect();
  c.send("question");
  shutdown_send(c.tcb, c.now);
  c.pump();
  EXPECT_EQ(c.send("too late"), 0u);
  c.receive_ack(c.tcb.snd_max);
  c.receive_data("long answer");
  EXPECT_EQ(c.read_all(), "long answer");
}

TEST(Closing, FinFollowsEverythingWritten) {
  OneConnection c;
  c.connect(2000);
  c.send(pattern(5000));
  close(c.tcb, c.now);
  c.pump();
  std::string received;
  for (int i = 0; i < 20 && !c.sent.empty(); ++i) {
    bool fin = false;
    for (const Sent& segment : c.take()) {
      EXPECT_FALSE(fin);
      received += segment.data;
      fin = segment.segment.flags.fin;
    }
    c.receive_ack(c.tcb.snd_max);
    if (fin) break;
  }
  EXPECT_EQ(received, pattern(5000));
  EXPECT_EQ(c.tcb.state, State::kFinWait2);
}

TEST(Closing, UnreadDataTurnCloseIntoReset) {
  OneConnection c;
  c.connect();
  c.receive_data("never read");
  c.take();
  const Notices notices = close(c.tcb, c.now);
  EXPECT_TRUE(notices.closed);
  c.pump();
  const Sent reset = c.take_one();
  EXPECT_TRUE(reset.segment.flags.rst);
  EXPECT_EQ(reset.segment.seq, c.tcb.snd_nxt);
}

TEST(Closing, UnreadDataElsewhereToo) {
  OneConnection c;
  c.connect();
  set_unread_elsewhere(c.tcb, 1, c.now);
  EXPECT_TRUE(close(c.tcb, c.now).closed);
}

TEST(Closing, DataAfterCloseAreAnsweredByReset) {
  REQUIREMENT("TCP-STATES-04");
  OneConnection c;
  c.connect();
  close(c.tcb, c.now);
  c.pump();
  c.take();
  const InputResult result = c.receive_data("for nobody");
  EXPECT_EQ(result.drop, SegmentDrop::kAfterClose);
  ASSERT_TRUE(result.reset);
  EXPECT_EQ(result.reset->seq, c.tcb.snd_nxt);
  EXPECT_TRUE(result.notices.closed);
}

TEST(Abort, SendsResetAndSkipsTimeWait) {
  REQUIREMENT("TCP-STATES-03", "SOCKETS-26");
  OneConnection c;
  c.connect();
  c.send("unsent and unacknowledged are thrown away");
  const auto reset = abort(c.tcb, CloseReason::kAborted, c.now);
  ASSERT_TRUE(reset);
  EXPECT_TRUE(reset->flags.rst);
  EXPECT_EQ(reset->seq, c.tcb.snd_nxt);
  EXPECT_EQ(c.tcb.state, State::kClosed);
  EXPECT_EQ(next_deadline(c.tcb), kNever);
  c.take();
  c.pump();
  EXPECT_TRUE(c.sent.empty());
}

TEST(Abort, IsSilentWhereThePeerKnowsNothingOrEverything) {
  OneConnection connecting;
  connecting.start_active();
  EXPECT_FALSE(abort(connecting.tcb, CloseReason::kAborted, connecting.now));
  OneConnection closing;
  closing.connect();
  closing.receive_fin();
  shutdown_send(closing.tcb, closing.now);
  closing.pump();
  EXPECT_FALSE(abort(closing.tcb, CloseReason::kAborted, closing.now));
}

TEST(Close, WhileConnectingEndsAtOnce) {
  OneConnection c;
  c.start_active();
  EXPECT_TRUE(close(c.tcb, c.now).closed);
}

TEST(Close, BeforeThePassiveHandshakeIsComplete) {
  OneConnection c;
  c.start_passive();
  c.take();
  EXPECT_FALSE(close(c.tcb, c.now).closed);
  c.receive_ack(c.kIss + 1);
  EXPECT_EQ(c.tcb.state, State::kFinWait1);
  EXPECT_TRUE(c.take_one().segment.flags.fin);
}

TEST(TimeWait, RepeatedFinIsAcknowledgedAgain) {
  OneConnection c;
  c.connect();
  close(c.tcb, c.now);
  c.pump();
  c.receive_ack(c.tcb.snd_max);
  c.receive_fin();
  c.take();
  c.receive(c.peer_segment({.fin = true, .ack = true}, c.peer_seq - 1, c.tcb.snd_max.raw()));
  EXPECT_EQ(c.take_one().segment.ack, Seq(c.peer_seq));
}

}  // namespace
}  // namespace flue::tcp::test
