#include "host/tcp/congestion.h"

#include <gtest/gtest.h>

#include "tests/host/tcp/connection_harness.h"
#include "tests/support/requirement.h"

namespace flue::tcp::test {
namespace {

constexpr std::uint32_t kMss = 1460;

// Seq of our n-th full segment (0: first).
Seq at(std::uint32_t n, std::uint32_t mss = kMss) { return Seq(OneConnection::kIss + 1 + n * mss); }

OneConnection& write_much(OneConnection& c) {
  c.config.send_buffer = 1 << 20;
  return c;
}

struct FirstWindow {
  ProfileName profile;
  std::size_t segments;
};

TEST(SlowStart, FirstWindowIsTheProfiles) {
  REQUIREMENT("TCP-SLOWSTART-01");
  for (const FirstWindow& first : {FirstWindow{ProfileName::kNt4, 2}, FirstWindow{ProfileName::kWin2000, 2},
                                   FirstWindow{ProfileName::kWin2003, 2}, FirstWindow{ProfileName::kModern, 10}}) {
    OneConnection c(first.profile);
    c.connect();
    c.send(pattern(40000));
    EXPECT_EQ(c.sent.size(), first.segments);
  }
}

// V-23: a receiver that acknowledges each burst as a whole, up to its window.
TEST(SlowStart, GrowsFromTwoToThreeToThePeersWindow) {
  REQUIREMENT("TCP-SLOWSTART-02", "TCP-SLOWSTART-03", "TCP-WINDOW-02", "TCP-WINDOW-22");
  for (const auto& [window, most] : {std::pair<std::uint16_t, std::size_t>(8760, 6), {17520, 12}}) {
    OneConnection c;
    write_much(c).connect(window);
    c.send(pattern(400000));
    std::vector<std::size_t> bursts;
    for (int i = 0; i < 18; ++i) {
      bursts.push_back(c.sent.size());
      c.take();
      c.now += milliseconds(10);
      // One ACK for every second segment, as this stack does.
      const Seq una = c.tcb.snd_una;
      const Seq end = c.tcb.snd_max;
      const std::uint32_t two = 2 * kMss;
      for (Seq ack = una + two; before(ack, end); ack += two) c.receive_ack(ack);
      c.receive_ack(end);
    }
    EXPECT_EQ(bursts[0], 2u);
    EXPECT_EQ(bursts[1], 3u);
    EXPECT_GE(bursts[2], 4u);
    EXPECT_EQ(*std::max_element(bursts.begin(), bursts.end()), most);
    EXPECT_EQ(bursts.back(), most) << "the peer's window alone governs";
    EXPECT_EQ(c.timeouts, 0);
  }
}

TEST(CongestionAvoidance, GrowsByOneSegmentForEachWindow) {
  REQUIREMENT("TCP-SLOWSTART-05");
  OneConnection c;
  write_much(c).connect();
  c.tcb.cwnd = 10 * kMss;
  c.tcb.ssthresh = 5 * kMss;
  c.send(pattern(400000));
  for (std::uint32_t i = 1; i <= 9; ++i) c.receive_ack(at(i));
  EXPECT_EQ(c.tcb.cwnd, 10 * kMss);
  c.receive_ack(at(10));
  EXPECT_EQ(c.tcb.cwnd, 11 * kMss);
}

TEST(CongestionAvoidance, WindowThatIsNotUsedDoesNotGrow) {
  OneConnection c;
  c.connect();
  for (int i = 0; i < 50; ++i) {
    c.send("a");
    c.receive_ack(c.tcb.snd_max);
  }
  EXPECT_EQ(c.tcb.cwnd, 2 * kMss);
}

TEST(Timeout, HalvesTheThresholdAndStartsAgainFromOneSegment) {
  REQUIREMENT("TCP-SLOWSTART-04", "TCP-WINDOW-22");
  OneConnection c;
  write_much(c).connect();
  c.tcb.cwnd = 10 * kMss;
  c.send(pattern(10 * kMss));
  c.take();
  c.run(milliseconds(500));
  EXPECT_EQ(c.tcb.ssthresh, 5 * kMss);
  EXPECT_EQ(c.tcb.cwnd, kMss);
  EXPECT_EQ(c.take_one().segment.seq, at(0));
  c.run(milliseconds(1000));
  EXPECT_EQ(c.tcb.ssthresh, 5 * kMss) << "the second time-out of the same segment leaves it";
  c.take();
  c.receive_ack(at(1));
  EXPECT_EQ(c.sent.size(), 2u) << "slow start over what was outstanding";
  EXPECT_EQ(c.sent[0].segment.seq, at(1));
}

TEST(Timeout, ThresholdIsNeverBelowTwoSegments) {
  OneConnection c;
  c.connect();
  c.send("x");
  c.run(seconds(20));
  EXPECT_EQ(c.tcb.ssthresh, 2 * kMss);
}

TEST(IdleConnection, StartsAgainFromTheFirstWindow) {
  OneConnection c;
  write_much(c).connect();
  c.tcb.cwnd = 40 * kMss;
  c.run(seconds(10));
  c.send(pattern(100000));
  EXPECT_EQ(c.sent.size(), 2u);
}

// Ten segments in flight.
OneConnection in_flight(ProfileName profile, bool sack) {
  OneConnection c(profile);
  c.config.parameters = &c.parameters;
  c.config.send_buffer = 1 << 20;
  c.peer_options.sack_permitted = sack;
  c.connect();
  c.config.parameters = nullptr;
  return c;
}
void fill(OneConnection& c) {
  c.tcb.parameters = &c.parameters;
  c.tcb.cwnd = 10 * kMss;
  c.send(pattern(60 * kMss));
  ASSERT_EQ(c.take().size(), 10u);
}

TEST(FastRetransmit, ThirdAckForTheSameNumberSendsTheMissingSegment) {
  REQUIREMENT("TCP-FASTRX-02", "TCP-FASTRX-03", "TCP-FASTRX-05");
  for (const auto& [profile, duplicates] : {std::pair(ProfileName::kWin2003, 2), std::pair(ProfileName::kNt4, 2)}) {
    OneConnection c = in_flight(profile, false);
    fill(c);
    for (int i = 1; i < duplicates; ++i) {
      EXPECT_FALSE(c.receive_ack(at(0)).fast_retransmit);
      EXPECT_TRUE(c.sent.empty());
    }
    EXPECT_TRUE(c.receive_ack(at(0)).fast_retransmit);
    ASSERT_FALSE(c.sent.empty());
    EXPECT_EQ(c.sent[0].segment.seq, at(0));
    EXPECT_EQ(c.sent[0].data.size(), kMss);
    EXPECT_EQ(c.timeouts, 0);
  }
}

TEST(FastRetransmit, ThresholdIsAParameter) {
  REQUIREMENT("TCP-FASTRX-03");
  for (const std::uint32_t threshold : {1u, 3u}) {
    OneConnection c = in_flight(ProfileName::kWin2003, false);
    c.parameters.tcp_max_dup_acks = threshold;
    fill(c);
    for (std::uint32_t i = 1; i <= threshold; ++i) EXPECT_EQ(c.receive_ack(at(0)).fast_retransmit, i == threshold);
  }
}

TEST(FastRetransmit, OnlyTrueDuplicatesCount) {
  OneConnection c = in_flight(ProfileName::kWin2003, false);
  fill(c);
  c.receive_data("data");
  c.receive_data("data");
  c.peer_wnd = RawWindow(60000);
  c.receive_ack(at(0));
  c.peer_wnd = RawWindow(61000);
  c.receive_ack(at(0));
  EXPECT_EQ(c.tcb.retransmissions, 0u) << "data and window updates are no duplicates";
}

TEST(FastRecovery, GoesOnWithHalfTheWindow) {
  REQUIREMENT("TCP-FASTRX-04", "TCP-SLOWSTART-04");
  OneConnection c = in_flight(ProfileName::kWin2003, false);
  fill(c);
  for (int i = 0; i < 9; ++i) c.receive_ack(at(0));
  EXPECT_EQ(c.tcb.ssthresh, 5 * kMss);
  // Nine duplicates inflate the window to 14 segments: four new ones left besides the missing one.
  EXPECT_EQ(c.take().size(), 1u + 4u);
  c.receive_ack(at(14));
  EXPECT_FALSE(c.tcb.in_recovery);
  EXPECT_LE(c.tcb.cwnd, 5 * kMss);
  EXPECT_GT(c.tcb.cwnd, kMss) << "no return to slow start";
}

TEST(FastRecovery, PartialAckSendsTheNextHole) {
  OneConnection c = in_flight(ProfileName::kWin2003, false);
  fill(c);
  for (int i = 0; i < 4; ++i) c.receive_ack(at(0));
  c.take();
  c.receive_ack(at(3));
  ASSERT_FALSE(c.sent.empty());
  EXPECT_EQ(c.sent[0].segment.seq, at(3));
  EXPECT_TRUE(c.tcb.in_recovery);
}

TEST(FastRecovery, DuplicatesOfAnEarlierLossDoNotStartAnother) {
  OneConnection c = in_flight(ProfileName::kWin2003, false);
  fill(c);
  c.run(milliseconds(500));
  ASSERT_EQ(c.timeouts, 1);
  c.take();
  for (int i = 0; i < 6; ++i) EXPECT_FALSE(c.receive_ack(at(0)).fast_retransmit);
}

TEST(Sack, OnlyTheMissingSegmentIsSentAgain) {
  REQUIREMENT("TCP-SACK-06", "TCP-FASTRX-06");
  OneConnection c = in_flight(ProfileName::kWin2003, true);
  fill(c);
  // Segments 0 and 3 are lost.
  c.receive_sack(at(0), {{at(1), at(2)}});
  EXPECT_EQ(c.take_one().segment.seq, at(10)) << "a segment left the network, a new one enters it";
  c.receive_sack(at(0), {{at(1), at(3)}});
  EXPECT_EQ(c.take().front().segment.seq, at(0));
  c.receive_sack(at(0), {{at(4), at(5)}, {at(1), at(3)}});
  c.take();
  c.receive_sack(at(3), {{at(4), at(10)}});
  ASSERT_FALSE(c.sent.empty());
  EXPECT_EQ(c.sent[0].segment.seq, at(3));
  for (const Sent& segment : c.sent) {
    const bool reported = at_or_after(segment.segment.seq, at(4)) && before(segment.segment.seq, at(10));
    EXPECT_FALSE(reported) << "sent again what was reported as received";
  }
}

TEST(Sack, DuplicateReportIsNoSignOfLoss) {
  for (const ProfileName profile : {ProfileName::kWin2003, ProfileName::kModern}) {
    OneConnection c = in_flight(profile, true);
    fill(c);
    c.receive_ack(at(2));
    for (int i = 0; i < 5; ++i) c.receive_sack(at(2), {{at(0), at(1)}});
    EXPECT_EQ(c.tcb.retransmissions, 0u);
  }
}

TEST(SackRecovery, FillsTheHolesAsThePipeEmpties) {
  REQUIREMENT("TCP-SACK-06", "TCP-FASTRX-04");
  OneConnection c = in_flight(ProfileName::kModern, true);
  fill(c);
  // 0, 2 and 4 are lost; the rest arrives one by one.
  c.receive_sack(at(0), {{at(1), at(2)}});
  c.receive_sack(at(0), {{at(3), at(4)}, {at(1), at(2)}});
  EXPECT_EQ(c.tcb.retransmissions, 0u);
  EXPECT_TRUE(c.receive_sack(at(0), {{at(5), at(6)}, {at(3), at(4)}, {at(1), at(2)}}).fast_retransmit);
  std::vector<Seq> again;
  for (std::uint32_t i = 7; i <= 10; ++i) c.receive_sack(at(0), {{at(5), at(i)}, {at(3), at(4)}, {at(1), at(2)}});
  for (const Sent& segment : c.take()) {
    if (before(segment.segment.seq, at(10))) again.push_back(segment.segment.seq);
  }
  EXPECT_EQ(again, (std::vector<Seq>{at(0), at(2), at(4)}));
  c.receive_ack(c.tcb.recover);
  EXPECT_FALSE(c.tcb.in_recovery);
  EXPECT_EQ(c.tcb.cwnd, c.tcb.ssthresh);
}

TEST(SackRecovery, TimeoutForgetsTheReport) {
  OneConnection c = in_flight(ProfileName::kModern, true);
  fill(c);
  c.receive_sack(at(0), {{at(1), at(3)}});
  c.take();
  c.run(milliseconds(1000));
  ASSERT_GE(c.timeouts, 1);
  EXPECT_EQ(c.tcb.scoreboard, nullptr);
  EXPECT_EQ(c.take().front().segment.seq, at(0));
}

TEST(LimitedTransmit, FirstDuplicatesSendNewData) {
  OneConnection c = in_flight(ProfileName::kModern, true);
  fill(c);
  c.receive_sack(at(0), {{at(1), at(2)}});
  EXPECT_EQ(c.take_one().segment.seq, at(10));
  c.receive_sack(at(0), {{at(1), at(3)}});
  EXPECT_EQ(c.take_one().segment.seq, at(11));
}

TEST(SourceQuench, OneSegmentThenSlowStart) {
  OneConnection c = in_flight(ProfileName::kWin2003, false);
  fill(c);
  on_source_quench(c.tcb, c.now);
  EXPECT_EQ(c.tcb.cwnd, kMss);
  c.receive_ack(at(10));
  EXPECT_EQ(c.take().size(), 2u);
}

}  // namespace
}  // namespace flue::tcp::test
