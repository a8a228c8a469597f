#include "host/tcp/rto.h"

#include <gtest/gtest.h>

#include "tests/host/tcp/connection_harness.h"
#include "tests/support/requirement.h"

namespace flue::tcp::test {
namespace {

TEST(Rto, FollowsMeanAndDeviation) {
  REQUIREMENT("TCP-RTO-02", "TCP-RTO-11");
  OneConnection c;
  c.connect();
  c.tcb.srtt = 0;
  add_rtt_sample(c.tcb, milliseconds(800));
  EXPECT_EQ(c.tcb.srtt, 800'000u);
  EXPECT_EQ(c.tcb.rttvar, 400'000u);
  EXPECT_EQ(c.tcb.rto, 2'400'000u);
  add_rtt_sample(c.tcb, milliseconds(1600));
  EXPECT_EQ(c.tcb.srtt, 900'000u);
  EXPECT_EQ(c.tcb.rttvar, 500'000u);
  EXPECT_EQ(c.tcb.rto, 2'900'000u);
}

TEST(Rto, StaysWithinTheProfilesBounds) {
  REQUIREMENT("TCP-RTO-04", "TCP-RTO-08");
  OneConnection c;
  c.start_active();
  EXPECT_EQ(c.tcb.rto, 3'000'000u);
  add_rtt_sample(c.tcb, milliseconds(1));
  EXPECT_EQ(c.tcb.rto, 500'000u);
  for (int i = 0; i < 50; ++i) add_rtt_sample(c.tcb, seconds(280));
  EXPECT_EQ(c.tcb.rto, 240'000'000u);
  c.tcb.backoff = 10;
  EXPECT_EQ(retransmission_timeout(c.tcb), seconds(240));
}

TEST(Rto, HugeDeviationDoesNotWrap) {
  OneConnection c;
  c.start_active();
  for (int i = 0; i < 20; ++i) add_rtt_sample(c.tcb, i % 2 == 0 ? Duration(seconds(300)) : Duration(milliseconds(1)));
  EXPECT_LE(c.tcb.rto, 240'000'000u);
  EXPECT_GE(c.tcb.rto, 500'000u);
}

TEST(Rto, RetransmittedSegmentIsNotMeasured) {
  OneConnection c;
  c.connect();
  const std::uint32_t srtt = c.tcb.srtt;
  c.send("x");
  c.run(milliseconds(700));
  ASSERT_EQ(c.timeouts, 1);
  c.receive_ack(c.tcb.snd_max);
  EXPECT_EQ(c.tcb.srtt, srtt) << "Karn: which transmission was answered?";
  c.send("y");
  c.run(milliseconds(100));
  c.receive_ack(c.tcb.snd_max);
  EXPECT_GT(c.tcb.srtt, srtt);
}

TEST(Rto, TimestampsMeasureARetransmissionToo) {
  REQUIREMENT("TCP-TSOPT-01");
  OneConnection c(ProfileName::kModern);
  c.peer_options.timestamps = Timestamps{7000, 0};
  c.connect();
  c.send("x");
  const auto first = c.take();
  c.run(milliseconds(1000));
  ASSERT_GE(c.timeouts, 1);
  const std::uint32_t echoed = c.sent.back().segment.options.timestamps->tsval;
  const TimePoint sent_at = c.sent.back().at;
  c.run(sent_at + milliseconds(50) - c.now);
  SegmentIn ack = c.peer_segment({.ack = true}, c.peer_seq, c.tcb.snd_max.raw());
  ack.options.timestamps->tsecr = echoed;
  c.tcb.srtt = 0;
  c.receive(ack);
  EXPECT_EQ(c.tcb.srtt, static_cast<std::uint32_t>((c.now - sent_at).count() / 1'000'000) * 1000);
}

TEST(Rto, AfterALostSynTheFirstDataWaitThreeSeconds) {
  OneConnection c(ProfileName::kModern);
  c.start_active();
  c.run(milliseconds(1500));
  ASSERT_EQ(c.timeouts, 1);
  c.receive(c.peer_segment({.syn = true, .ack = true}, c.kPeerIss, c.kIss + 1));
  EXPECT_EQ(c.tcb.rto, 3'000'000u);
  EXPECT_EQ(c.tcb.cwnd, send_mss(c.tcb)) << "and the initial window is one segment";
}

}  // namespace
}  // namespace flue::tcp::test
