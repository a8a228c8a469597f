// Every synchronised state against every kind of segment (RFC 9293 section 3.10.7.4, RFC 5961), and PAWS.
#include <gtest/gtest.h>

#include "tests/host/tcp/connection_harness.h"
#include "tests/support/requirement.h"

namespace flue::tcp::test {
namespace {

void reach(OneConnection& c, State state) {
  if (state == State::kSynReceived) {
    c.start_passive();
    c.take();
    return;
  }
  c.connect();
  if (state == State::kEstablished) {
    c.send("hello");
  } else if (state == State::kCloseWait) {
    c.receive_fin();
    c.send("hello");
  } else if (state == State::kLastAck) {
    c.receive_fin();
    shutdown_send(c.tcb, c.now);
  } else if (state != State::kTimeWait) {
    shutdown_send(c.tcb, c.now);
  } else {
    shutdown_send(c.tcb, c.now);
    c.pump();
    c.receive_ack(c.tcb.snd_max);
    c.receive_fin();
  }
  c.pump();
  if (state == State::kFinWait2) c.receive_ack(c.tcb.snd_max);
  if (state == State::kClosing) {
    // The FINs cross: the peer's does not acknowledge ours.
    c.receive(c.peer_segment({.fin = true, .ack = true}, c.peer_seq, c.tcb.snd_una.raw()));
    ++c.peer_seq;
  }
  ASSERT_EQ(c.tcb.state, state);
  c.take();
}

const State kSynchronised[] = {State::kSynReceived, State::kEstablished, State::kFinWait1, State::kFinWait2,
                               State::kCloseWait,   State::kClosing,     State::kLastAck,  State::kTimeWait};

bool has_ended(State state) { return state == State::kClosed; }

class EveryState : public ::testing::TestWithParam<State> {
 protected:
  void SetUp() override { reach(c, GetParam()); }
  OneConnection c;
};

INSTANTIATE_TEST_SUITE_P(States, EveryState, ::testing::ValuesIn(kSynchronised));

TEST_P(EveryState, SynIsChallengedWhateverItsNumber) {
  for (const std::uint32_t seq : {c.peer_seq, c.peer_seq + 10, c.peer_seq - 1000, c.peer_seq + 1'000'000}) {
    const InputResult result = c.receive(c.peer_segment({.syn = true}, seq, 0));
    EXPECT_EQ(result.drop, SegmentDrop::kChallengedSyn);
    EXPECT_TRUE(result.challenge);
    EXPECT_EQ(c.tcb.state, GetParam());
    EXPECT_TRUE(c.sent.empty()) << "the caller decides whether it is answered";
    acknowledge_now(c.tcb);
    c.pump();
    EXPECT_EQ(c.take_one().segment.ack, Seq(c.peer_seq));
  }
}

TEST_P(EveryState, SynAckIsChallengedToo) {
  const InputResult result = c.receive(c.peer_segment({.syn = true, .ack = true}, c.peer_seq + 3, c.tcb.snd_max.raw()));
  EXPECT_EQ(result.drop, SegmentDrop::kChallengedSyn);
  EXPECT_EQ(c.tcb.state, GetParam());
}

TEST_P(EveryState, ExactResetEndsIt) {
  REQUIREMENT("TCP-STATES-07");
  const InputResult result = c.receive(c.peer_segment({.rst = true}, c.peer_seq, 0));
  EXPECT_TRUE(result.notices.closed);
  EXPECT_EQ(result.notices.reason, CloseReason::kReset);
  EXPECT_TRUE(has_ended(c.tcb.state));
  EXPECT_TRUE(c.sent.empty()) << "RST is never answered";
}

TEST_P(EveryState, ResetInsideTheWindowIsChallenged) {
  const InputResult result = c.receive(c.peer_segment({.rst = true}, c.peer_seq + 1, 0));
  EXPECT_EQ(result.drop, SegmentDrop::kChallengedReset);
  EXPECT_TRUE(result.challenge);
  EXPECT_EQ(c.tcb.state, GetParam());
}

TEST_P(EveryState, ResetOutsideTheWindowIsIgnored) {
  for (const std::uint32_t seq : {c.peer_seq - 1, c.peer_seq + 70000, c.peer_seq + 0x80000000}) {
    const InputResult result = c.receive(c.peer_segment({.rst = true}, seq, 0));
    EXPECT_EQ(result.drop, SegmentDrop::kOutOfWindow);
    EXPECT_FALSE(result.challenge);
    EXPECT_EQ(c.tcb.state, GetParam());
    EXPECT_TRUE(c.sent.empty());
  }
}

TEST_P(EveryState, SegmentWithoutAckIsDropped) {
  const InputResult result = c.receive(c.peer_segment({}, c.peer_seq, 0, "data"));
  EXPECT_EQ(result.drop, SegmentDrop::kNoAck);
  EXPECT_EQ(c.tcb.state, GetParam());
}

TEST_P(EveryState, AckOfWhatWasNeverSentChangesNothing) {
  const Seq una = c.tcb.snd_una;
  const InputResult result = c.receive(c.peer_segment({.ack = true}, c.peer_seq, c.tcb.snd_max.raw() + 1, "data"));
  EXPECT_EQ(c.tcb.snd_una, una);
  EXPECT_EQ(c.tcb.rcv_nxt, Seq(c.peer_seq));
  EXPECT_EQ(c.tcb.state, GetParam());
  if (GetParam() == State::kSynReceived) {
    ASSERT_TRUE(result.reset);
    EXPECT_EQ(result.reset->seq, c.tcb.snd_max + 1);
  } else {
    EXPECT_EQ(result.drop, SegmentDrop::kBadAck);
    EXPECT_TRUE(result.challenge);
  }
}

TEST_P(EveryState, DataLeftOfTheWindowAreAcknowledgedAndDropped) {
  const InputResult result = c.receive(c.peer_segment({.ack = true}, c.peer_seq - 4, c.tcb.snd_max.raw(), "data"));
  EXPECT_EQ(result.drop, SegmentDrop::kDuplicate);
  EXPECT_EQ(c.tcb.state, GetParam());
  EXPECT_EQ(c.take_one().segment.ack, Seq(c.peer_seq));
}

TEST_P(EveryState, DataRightOfTheWindowAreAcknowledgedAndDropped) {
  const InputResult result = c.receive(c.peer_segment({.ack = true}, c.peer_seq + 70000, c.tcb.snd_max.raw(), "data"));
  EXPECT_EQ(result.drop, SegmentDrop::kOutOfWindow);
  EXPECT_EQ(c.take_one().segment.ack, Seq(c.peer_seq));
  EXPECT_EQ(c.tcb.state, GetParam());
}

TEST_P(EveryState, DataAreTakenWhereThePeerMaySend) {
  const State state = GetParam();
  const bool takes = state == State::kSynReceived || state == State::kEstablished || state == State::kFinWait1 ||
                     state == State::kFinWait2;
  c.receive(c.peer_segment({.psh = true, .ack = true, .urg = true}, c.peer_seq, c.tcb.snd_max.raw(), "data"));
  EXPECT_EQ(text_of(readable(c.tcb)), takes ? "data" : "") << "urgent or not";
}

TEST_P(EveryState, PartlyNewDataGiveTheNewPart) {
  const State state = GetParam();
  const bool takes = state == State::kEstablished || state == State::kFinWait1 || state == State::kFinWait2;
  if (takes) c.receive_data("ab", false);
  c.receive(c.peer_segment({.ack = true}, c.peer_seq - 2, c.tcb.snd_max.raw(), takes ? "abcd" : "ab"));
  EXPECT_EQ(text_of(readable(c.tcb)), takes ? "abcd" : "");
}

State after_fin(State state, bool acks_ours) {
  switch (state) {
    case State::kSynReceived:
    case State::kEstablished:
      return State::kCloseWait;
    case State::kFinWait1:
      return acks_ours ? State::kTimeWait : State::kClosing;
    case State::kFinWait2:
      return State::kTimeWait;
    default:
      return state;
  }
}

TEST_P(EveryState, FinInOrderMovesOn) {
  REQUIREMENT("TCP-STATES-01", "TCP-STATES-02");
  if (GetParam() == State::kClosing || GetParam() == State::kLastAck) {
    // Our FIN stays unacknowledged, so that only the repeated FIN of the peer counts.
    c.receive(c.peer_segment({.fin = true, .ack = true}, c.peer_seq - 1, c.tcb.snd_una.raw()));
    EXPECT_EQ(c.tcb.state, GetParam());
    EXPECT_EQ(c.take_one().segment.ack, Seq(c.peer_seq)) << "a repeated FIN is acknowledged again";
    return;
  }
  const State expected = after_fin(GetParam(), true);
  c.receive(c.peer_segment({.fin = true, .ack = true}, c.peer_seq, c.tcb.snd_max.raw()));
  EXPECT_EQ(c.tcb.state, expected);
}

TEST_P(EveryState, FinOutOfOrderWaits) {
  const State state = GetParam();
  const bool takes = state == State::kEstablished || state == State::kFinWait1 || state == State::kFinWait2;
  if (!takes) return;
  const std::uint32_t ack = c.tcb.snd_una.raw();
  c.receive(c.peer_segment({.fin = true, .ack = true}, c.peer_seq + 3, ack, "def"));
  EXPECT_EQ(c.tcb.state, state);
  c.receive(c.peer_segment({.ack = true}, c.peer_seq, ack, "abc"));
  EXPECT_EQ(text_of(readable(c.tcb)), "abcdef");
  EXPECT_EQ(c.tcb.state, after_fin(state, false));
}

TEST_P(EveryState, NewAckMovesSndUna) {
  if (c.tcb.snd_una == c.tcb.snd_max) return;
  c.receive_ack(c.tcb.snd_max);
  EXPECT_EQ(c.tcb.snd_una, c.tcb.snd_max);
  const State expected = GetParam() == State::kSynReceived ? State::kEstablished
                         : GetParam() == State::kFinWait1  ? State::kFinWait2
                         : GetParam() == State::kClosing   ? State::kTimeWait
                         : GetParam() == State::kLastAck   ? State::kClosed
                                                           : GetParam();
  EXPECT_EQ(c.tcb.state, expected);
}

TEST(OldAck, WithinTheLargestWindowIsHarmlessAndBeyondItChallenged) {
  OneConnection c;
  c.connect(1000);
  c.send(pattern(1000));
  c.receive_ack(c.tcb.snd_max);
  c.send(pattern(1000));
  c.receive_ack(c.tcb.snd_max);
  c.take();
  EXPECT_EQ(c.receive(c.peer_segment({.ack = true}, c.peer_seq, c.tcb.snd_una.raw() - 1000, "a")).drop,
            SegmentDrop::kNone);
  EXPECT_EQ(c.read_all(), "a");
  const InputResult result = c.receive(c.peer_segment({.ack = true}, c.peer_seq + 1, c.tcb.snd_una.raw() - 1001, "b"));
  EXPECT_EQ(result.drop, SegmentDrop::kBadAck);
  EXPECT_TRUE(result.challenge);
  EXPECT_EQ(c.read_all(), "");
}

TEST(BeforeRfc5961, ResetAndSynInTheWindowEndTheConnection) {
  OneConnection c;
  c.parameters.rfc5961 = false;
  c.connect();
  EXPECT_TRUE(c.receive(c.peer_segment({.rst = true}, c.peer_seq + 10, 0)).notices.closed);
  OneConnection d;
  d.parameters.rfc5961 = false;
  d.connect();
  EXPECT_TRUE(d.receive(d.peer_segment({.syn = true}, d.peer_seq + 10, 0)).notices.closed);
  EXPECT_TRUE(d.take_one().segment.flags.rst);
}

TEST(ZeroWindow, AckOfAProbeCountsItsDataDoNot) {
  OneConnection c;
  c.config.receive_buffer = 2920;
  c.connect();
  c.send("hello");
  c.receive(c.peer_segment({.ack = true}, c.peer_seq, c.tcb.snd_una.raw(), pattern(2920)));
  c.peer_seq += 2920;
  c.take();
  ASSERT_EQ(receive_window(c.tcb), 0u);
  c.receive(c.peer_segment({.ack = true}, c.peer_seq, c.tcb.snd_max.raw(), "p"));
  EXPECT_EQ(c.tcb.snd_una, c.tcb.snd_max);
  EXPECT_EQ(c.tcb.rcv_nxt, Seq(c.peer_seq));
  EXPECT_EQ(c.take_one().segment.wnd.field(), 0);
}

OneConnection with_timestamps() {
  OneConnection c;
  c.peer_options.timestamps = Timestamps{7000, 0};
  return c;
}

TEST(Paws, OldTimestampIsAcknowledgedAndDropped) {
  OneConnection c = with_timestamps();
  c.config.parameters = &c.parameters;
  c.accept();
  c.peer_tsval = 6999;
  const InputResult result = c.receive(c.peer_segment({.ack = true}, c.peer_seq, c.tcb.snd_max.raw(), "old"));
  EXPECT_EQ(result.drop, SegmentDrop::kOldTimestamp);
  EXPECT_EQ(c.take_one().segment.ack, Seq(c.peer_seq));
  EXPECT_EQ(c.read_all(), "");
}

TEST(Paws, DoesNotApplyToReset) {
  OneConnection c = with_timestamps();
  c.config.parameters = &c.parameters;
  c.accept();
  c.peer_tsval = 1;
  EXPECT_TRUE(c.receive(c.peer_segment({.rst = true}, c.peer_seq, 0)).notices.closed);
}

TEST(Paws, TimestampOlderThan24DaysIsVoid) {
  OneConnection c = with_timestamps();
  c.config.parameters = &c.parameters;
  c.accept();
  c.now += std::chrono::hours(24 * 24 + 1);
  c.peer_tsval = 5;
  c.receive_data("back after a month");
  EXPECT_EQ(c.read_all(), "back after a month");
  EXPECT_EQ(c.tcb.ts_recent, 5u);
}

TEST(Paws, SegmentWithoutTheOptionIsNotTaken) {
  OneConnection c = with_timestamps();
  c.config.parameters = &c.parameters;
  c.accept();
  SegmentIn segment = c.peer_segment({.ack = true}, c.peer_seq, c.tcb.snd_max.raw(), "x");
  segment.options.timestamps.reset();
  EXPECT_EQ(c.receive(segment).drop, SegmentDrop::kOldTimestamp);
}

}  // namespace
}  // namespace flue::tcp::test
