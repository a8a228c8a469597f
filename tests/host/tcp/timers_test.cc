#include "host/tcp/timers.h"

#include <gtest/gtest.h>

#include "tests/host/tcp/connection_harness.h"
#include "tests/support/requirement.h"

namespace flue::tcp::test {
namespace {

std::vector<long> times_of(const std::vector<Sent>& sent, TimePoint start) {
  std::vector<long> times;
  for (const Sent& segment : sent) times.push_back((segment.at - start) / milliseconds(1));
  return times;
}

struct SynCase {
  const char* name;
  ProfileName profile;
  std::vector<long> sent;  // ms
  long given_up;           // ms
  const char* requirement;
};

class SynSchedule : public ::testing::TestWithParam<SynCase> {};

TEST_P(SynSchedule, DoublesAndGivesUp) {
  REQUIREMENT(GetParam().requirement, "TCP-SETUP-07");
  OneConnection c(GetParam().profile);
  const TimePoint start = c.now;
  c.start_active();
  c.run(seconds(1000));
  EXPECT_EQ(times_of(c.sent, start), GetParam().sent);
  for (const Sent& syn : c.sent) {
    EXPECT_TRUE(syn.segment.flags.syn);
    EXPECT_EQ(syn.segment.seq, Seq(c.kIss));
  }
  EXPECT_EQ((c.closed_at - start) / milliseconds(1), GetParam().given_up);
  EXPECT_EQ(c.close_reason, CloseReason::kTimedOut);
}

INSTANTIATE_TEST_SUITE_P(
    V19, SynSchedule,
    ::testing::Values(
        SynCase{"Win2003", ProfileName::kWin2003, {0, 3000, 9000}, 21000, "TCP-SETUP-08"},
        SynCase{"Win2000", ProfileName::kWin2000, {0, 3000, 9000}, 21000, "TCP-SETUP-08"},
        SynCase{"Nt4", ProfileName::kNt4, {0, 3000, 9000, 21000}, 45000, "TCP-SETUP-09"},
        SynCase{"Modern", ProfileName::kModern, {0, 1000, 3000, 7000, 15000, 31000, 63000}, 123000, "TCP-SETUP-07"}),
    [](const auto& instance) { return instance.param.name; });

struct SynAckCase {
  std::uint32_t count;
  std::vector<long> sent;  // s
  long given_up;           // s
};

class SynAckSchedule : public ::testing::TestWithParam<SynAckCase> {};

TEST_P(SynAckSchedule, IsThatOfV19) {
  REQUIREMENT("TCP-SETUP-10", "TCP-STATES-11");
  OneConnection c;
  c.parameters.tcp_max_connect_response_retransmissions = GetParam().count;
  const TimePoint start = c.now;
  c.start_passive();
  c.run(seconds(1000));
  std::vector<long> expected;
  for (long s : GetParam().sent) expected.push_back(s * 1000);
  EXPECT_EQ(times_of(c.sent, start), expected);
  EXPECT_TRUE(c.sent.front().segment.flags.syn && c.sent.front().segment.flags.ack);
  EXPECT_EQ((c.closed_at - start) / seconds(1), GetParam().given_up);
}

INSTANTIATE_TEST_SUITE_P(V19, SynAckSchedule,
                         ::testing::Values(SynAckCase{0, {0}, 3}, SynAckCase{1, {0, 3}, 9},
                                           SynAckCase{2, {0, 3, 9}, 21}, SynAckCase{3, {0, 3, 9, 21}, 45},
                                           SynAckCase{5, {0, 3, 9, 21, 45, 93}, 189}));

TEST(RetransmitTimer, SeriesOfV18) {
  REQUIREMENT("TCP-RTO-01", "TCP-RTO-03", "TCP-RTO-05", "TCP-RTO-06", "TCP-RTO-07");
  OneConnection c;
  c.connect();
  const TimePoint start = c.now;
  c.send(pattern(1460));
  c.run(seconds(100));
  EXPECT_EQ(times_of(c.sent, start), (std::vector<long>{0, 500, 1500, 3500, 7500, 15500}));
  for (const Sent& segment : c.sent) {
    EXPECT_EQ(segment.segment.seq, Seq(c.kIss + 1));
    EXPECT_EQ(segment.data, pattern(1460));
  }
  EXPECT_EQ((c.closed_at - start) / milliseconds(1), 31500);
  EXPECT_EQ(c.close_reason, CloseReason::kTimedOut);
}

TEST(RetransmitTimer, OneMoreRetryDoublesTheTime) {
  REQUIREMENT("TCP-RTO-09");
  OneConnection c;
  c.parameters.tcp_max_data_retransmissions = 6;
  c.connect();
  const TimePoint start = c.now;
  c.send("x");
  c.run(seconds(100));
  EXPECT_EQ((c.closed_at - start) / milliseconds(1), 63500);
}

TEST(RetransmitTimer, ReturnsToTheEstimateWhenAnAnswerComes) {
  REQUIREMENT("TCP-RTO-10", "TCP-RTO-12");
  OneConnection c;
  c.connect();
  c.send("x");
  c.run(seconds(5));
  EXPECT_EQ(c.tcb.retransmits, 3u);
  c.receive_ack(c.tcb.snd_max);
  EXPECT_EQ(c.tcb.retransmits, 0u);
  c.sent.clear();
  const TimePoint start = c.now;
  c.send("y");
  c.run(milliseconds(600));
  EXPECT_EQ(times_of(c.sent, start), (std::vector<long>{0, 500}));
}

TEST(DelayedAck, LoneSegmentWaitsTheProfilesTime) {
  REQUIREMENT("TCP-DELACK-02", "TCP-DELACK-03");
  for (const auto& [ticks, wait] : {std::pair(milliseconds(200), 200L), std::pair(milliseconds(500), 500L)}) {
    OneConnection c;
    c.parameters.delayed_ack = ticks;
    c.connect();
    const TimePoint start = c.now;
    c.receive_data("x");
    c.run(seconds(2));
    EXPECT_EQ(times_of(c.sent, start), std::vector<long>{wait});
  }
}

// A peer that answers every probe and keeps its window closed; returns the probes.
std::vector<Sent> answer_probes(OneConnection& c, Seq ack, int for_seconds) {
  std::vector<Sent> probes;
  for (int i = 0; i < for_seconds; ++i) {
    c.run(seconds(1));
    for (Sent& probe : c.take()) {
      probes.push_back(std::move(probe));
      c.receive_ack(ack);
    }
  }
  return probes;
}

TEST(Persist, ProbesAClosedWindowForAsLongAsThePeerAnswers) {
  REQUIREMENT("TCP-SWS-03");
  OneConnection c;
  c.connect(0);
  c.send("hello");
  EXPECT_TRUE(c.sent.empty());
  const Seq next = c.tcb.snd_nxt;
  const auto probes = answer_probes(c, next, 2000);
  EXPECT_GT(probes.size(), 30u);
  for (const Sent& probe : probes) {
    EXPECT_EQ(probe.segment.seq, next);
    EXPECT_EQ(probe.data, "h");
  }
  EXPECT_EQ(c.tcb.state, State::kEstablished);
  c.peer_wnd = RawWindow(65535);
  c.receive_ack(next);
  EXPECT_EQ(c.take_one().data, "hello");
}

TEST(Persist, ByteOfTheProbeMayBeTaken) {
  OneConnection c;
  c.connect(0);
  c.send("hello");
  c.run(seconds(1));
  c.sent.clear();
  c.peer_wnd = RawWindow(65535);
  c.receive_ack(c.kIss + 2);
  EXPECT_EQ(c.take_one().data, "ello");
}

TEST(Persist, SilentPeerEndsTheConnection) {
  OneConnection c;
  c.connect(0);
  c.send("hello");
  c.run(seconds(1000));
  EXPECT_EQ(c.sent.size(), 5u);
  EXPECT_EQ(c.close_reason, CloseReason::kTimedOut);
}

TEST(Persist, WindowThatClosesOverDataInFlightIsProbed) {
  OneConnection c;
  c.connect();
  c.send(pattern(1460));
  c.sent.clear();
  c.peer_wnd = RawWindow(0);
  c.receive_ack(c.kIss + 1);
  for (const Sent& probe : answer_probes(c, Seq(c.kIss + 1), 1000)) EXPECT_EQ(probe.data.size(), 1u);
  EXPECT_EQ(c.tcb.state, State::kEstablished);
}

TEST(Override, SmallWindowIsUsedAfterAWhile) {
  REQUIREMENT("TCP-SWS-01");
  OneConnection c;
  c.connect();
  c.send(pattern(1460));
  c.sent.clear();
  c.peer_wnd = RawWindow(300);
  c.receive_ack(c.tcb.snd_max);
  c.send(pattern(1000));
  EXPECT_TRUE(c.sent.empty()) << "no room for a full segment, and not half of the window";
  c.run(milliseconds(199));
  EXPECT_TRUE(c.sent.empty());
  c.run(milliseconds(1));
  EXPECT_EQ(c.take_one().data.size(), 300u);
}

TEST(KeepAlive, SeriesOfV22) {
  REQUIREMENT("TCP-KEEPALIVE-01", "TCP-KEEPALIVE-04", "TCP-KEEPALIVE-05", "TCP-KEEPALIVE-06");
  OneConnection c;
  c.config.keep_alive = true;
  c.connect();
  const TimePoint start = c.now;
  c.run(seconds(7300));
  EXPECT_EQ(times_of(c.sent, start),
            (std::vector<long>{7'200'000, 7'201'000, 7'202'000, 7'203'000, 7'204'000, 7'205'000}));
  for (const Sent& probe : c.sent) {
    EXPECT_EQ(probe.segment.seq, Seq(c.kIss));
    EXPECT_EQ(probe.segment.ack, Seq(c.kPeerIss + 1));
    EXPECT_TRUE(probe.data.empty());
    EXPECT_EQ(probe.segment.flags, (Flags{.ack = true}));
  }
  EXPECT_EQ((c.closed_at - start) / seconds(1), 7206);
  EXPECT_EQ(c.close_reason, CloseReason::kTimedOut);
}

TEST(KeepAlive, AnswerReturnsTheTimerAndDataPostponeIt) {
  REQUIREMENT("TCP-KEEPALIVE-04", "TCP-KEEPALIVE-06");
  OneConnection c;
  c.config.keep_alive = true;
  c.connect();
  c.run(seconds(7202));
  EXPECT_EQ(c.take().size(), 3u);
  c.receive_ack(c.tcb.snd_max);
  c.run(seconds(7000));
  EXPECT_TRUE(c.sent.empty());
  c.receive_data("x");
  c.run(seconds(7000));
  EXPECT_EQ(c.take().size(), 1u) << "only the delayed ACK";
  c.run(milliseconds(200'500));
  EXPECT_EQ(c.take().size(), 1u);
}

TEST(KeepAlive, IsOffByDefaultAndSetPerSocket) {
  REQUIREMENT("TCP-KEEPALIVE-03");
  OneConnection c;
  c.connect();
  EXPECT_EQ(next_deadline(c.tcb), kNever);
  set_keep_alive(c.tcb, true, c.now);
  set_keep_alive_times(c.tcb, {seconds(10), seconds(2), 1}, c.now);
  const TimePoint start = c.now;
  c.run(seconds(60));
  EXPECT_EQ(times_of(c.sent, start), (std::vector<long>{10'000, 12'000}));
  EXPECT_EQ((c.closed_at - start) / seconds(1), 14);
  EXPECT_EQ(keep_alive_times(c.tcb).interval, seconds(2));
}

TEST(KeepAlive, IsAnsweredWithTheExpectedNumber) {
  REQUIREMENT("TCP-KEEPALIVE-02");
  OneConnection c;
  c.connect();
  c.receive(c.peer_segment({.ack = true}, c.peer_seq - 1, c.tcb.snd_max.raw()));
  const Sent answer = c.take_one();
  EXPECT_EQ(answer.segment.ack, Seq(c.peer_seq));
  EXPECT_EQ(answer.segment.seq, c.tcb.snd_nxt);
}

TEST(FinWait2, EndsAfterItsLimit) {
  REQUIREMENT("TCP-STATES-10");
  for (const auto& [profile, limit] : {std::pair(ProfileName::kWin2003, 600L), std::pair(ProfileName::kModern, 60L)}) {
    OneConnection c(profile);
    c.connect();
    close(c.tcb, c.now);
    c.pump();
    c.receive_ack(c.tcb.snd_max);
    ASSERT_EQ(c.tcb.state, State::kFinWait2);
    const TimePoint start = c.now;
    c.run(seconds(1000));
    EXPECT_EQ((c.closed_at - start) / seconds(1), limit);
    EXPECT_EQ(c.close_reason, CloseReason::kFinWaitLimit);
  }
}

TEST(FinWait2, OnlyAConnectionThatWasLetGoIsLimited) {
  REQUIREMENT("TCP-STATES-10");
  OneConnection c;
  c.connect();
  shutdown_send(c.tcb, c.now);
  c.pump();
  c.receive_ack(c.tcb.snd_max);
  c.run(seconds(50000));  // a program that waits for its answer
  EXPECT_EQ(c.tcb.state, State::kFinWait2);
  close(c.tcb, c.now);
  c.run(seconds(599));
  EXPECT_EQ(c.tcb.state, State::kFinWait2);
  c.run(seconds(2));
  EXPECT_EQ(c.tcb.state, State::kClosed);
}

TEST(FinWait1, OrphanWithAClosedWindowEndsToo) {
  REQUIREMENT("TCP-STATES-10");
  OneConnection c;
  c.connect(0);
  c.send("never taken");
  close(c.tcb, c.now);
  c.pump();
  for (int i = 0; i < 700 && c.tcb.state != State::kClosed; ++i) {
    c.run(seconds(1));
    c.receive_ack(c.tcb.snd_una);
  }
  EXPECT_EQ(c.tcb.state, State::kClosed);
  EXPECT_EQ(c.close_reason, CloseReason::kFinWaitLimit);
}

}  // namespace
}  // namespace flue::tcp::test
