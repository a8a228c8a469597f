#include "host/tcp/send_choice.h"

#include <gtest/gtest.h>

#include "tests/host/tcp/connection_harness.h"
#include "tests/support/requirement.h"

namespace flue::tcp::test {
namespace {

TEST(Segmentation, PiecesOfAtMostTheMssAndPushOnTheLast) {
  REQUIREMENT("TCP-SETUP-17", "SOCKETS-24");
  OneConnection c(ProfileName::kModern);
  c.connect();
  c.send(pattern(4000));
  const auto sent = c.take();
  ASSERT_EQ(sent.size(), 3u);
  EXPECT_EQ(sent[0].data.size(), 1460u);
  EXPECT_EQ(sent[1].data.size(), 1460u);
  EXPECT_EQ(sent[2].data.size(), 1080u);
  EXPECT_FALSE(sent[0].segment.flags.psh || sent[1].segment.flags.psh);
  EXPECT_TRUE(sent[2].segment.flags.psh);
  EXPECT_EQ(sent[0].data + sent[1].data + sent[2].data, pattern(4000));
}

TEST(Nagle, OneSmallSegmentAtATime) {
  REQUIREMENT("TCP-NAGLE-01", "TCP-NAGLE-02", "TCP-NAGLE-07", "TCP-SETUP-03");
  OneConnection c;
  c.connect();
  c.send("a");
  c.send("b");
  c.send("cd");
  EXPECT_EQ(c.take_one().data, "a");
  c.receive_ack(c.tcb.snd_max);
  EXPECT_EQ(c.take_one().data, "bcd") << "what was typed meanwhile leaves as one";
}

TEST(Nagle, FullSegmentsLeaveAtOnce) {
  REQUIREMENT("TCP-NAGLE-03");
  OneConnection c;
  c.connect();
  c.send("a");
  c.send(pattern(1459));
  EXPECT_EQ(c.take().size(), 1u);
  c.send("b");
  EXPECT_EQ(c.take_one().data.size(), 1460u);
}

TEST(Nagle, OffSendsEveryWrite) {
  REQUIREMENT("TCP-NAGLE-04");
  OneConnection c;
  c.config.nagle = false;
  c.connect();
  c.send("a");
  c.send("b");
  EXPECT_EQ(c.take().size(), 2u);
  set_nagle(c.tcb, true, c.now);
  c.send("c");
  EXPECT_TRUE(c.sent.empty());
  set_nagle(c.tcb, false, c.now);
  c.pump();
  EXPECT_EQ(c.take_one().data, "c");
}

TEST(Cork, HoldsSmallSegmentsUntilItIsPulledOrAWhileHasPassed) {
  OneConnection c;
  c.connect();
  set_cork(c.tcb, true, c.now);
  c.send("header");
  EXPECT_TRUE(c.sent.empty());
  set_cork(c.tcb, false, c.now);
  c.pump();
  EXPECT_EQ(c.take_one().data, "header");
  c.receive_ack(c.tcb.snd_max);
  set_cork(c.tcb, true, c.now);
  c.send("slow");
  c.run(milliseconds(200));
  EXPECT_EQ(c.take_one().data, "slow");
}

TEST(UnpushedWrite, WaitsForMore) {
  OneConnection c;
  c.connect();
  c.send("part", false);
  EXPECT_TRUE(c.sent.empty());
  c.send(" and rest");
  EXPECT_EQ(c.take_one().data, "part and rest");
}

TEST(SillyWindow, SenderWaitsForRoomForAFullSegment) {
  REQUIREMENT("TCP-SWS-01");
  OneConnection c;
  c.connect(8760);
  c.tcb.cwnd = 100000;
  c.send(pattern(20000));
  EXPECT_EQ(c.take().size(), 6u);
  c.peer_wnd = RawWindow(1459);
  c.receive_ack(c.tcb.snd_max);
  EXPECT_TRUE(c.sent.empty());
  c.peer_wnd = RawWindow(1460);
  c.receive_ack(c.tcb.snd_max);
  EXPECT_EQ(c.take_one().data.size(), 1460u);
}

TEST(SillyWindow, HalfOfASmallPeersWindowIsEnough) {
  OneConnection c;
  c.connect(1000);
  c.send(pattern(3000));
  EXPECT_EQ(c.take_one().data.size(), 1000u);
  c.peer_wnd = RawWindow(500);
  c.receive_ack(c.tcb.snd_max);
  EXPECT_EQ(c.take_one().data.size(), 500u);
}

TEST(PeersWindow, IsNeverExceeded) {
  REQUIREMENT("TCP-WINDOW-01", "TCP-WINDOW-22", "TCP-THROUGHPUT-01");
  OneConnection c;
  c.connect(8760);
  c.tcb.cwnd = 100000;
  c.send(pattern(20000));
  EXPECT_EQ(distance(c.tcb.snd_una, c.tcb.snd_max), 8760u);
  c.take();
  c.run(milliseconds(500));
  EXPECT_EQ(c.take_one().segment.seq, c.tcb.snd_una) << "until an ACK or the timer moves it";
}

TEST(PathMss, LaterSegmentsAreNoLargerAndWhatIsInFlightIsSentAgain) {
  REQUIREMENT("PMTU-05");
  OneConnection c;
  c.connect();
  c.tcb.cwnd = 100000;
  c.send(pattern(2920));
  c.take();
  set_path_mss(c.tcb, 536, c.now);
  c.pump();
  std::string again;
  for (const Sent& segment : c.take()) {
    EXPECT_LE(segment.data.size(), 536u);
    again += segment.data;
  }
  EXPECT_EQ(again, pattern(2920));
  set_path_mss(c.tcb, 1000, c.now);
  EXPECT_EQ(send_mss(c.tcb), 536u) << "only ever smaller";
}

}  // namespace
}  // namespace flue::tcp::test
