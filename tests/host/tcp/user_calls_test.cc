#include <gtest/gtest.h>

#include "tests/host/tcp/connection_harness.h"
#include "tests/support/requirement.h"

namespace flue::tcp::test {
namespace {

TEST(Write, TakesWhatTheSendBufferHolds) {
  OneConnection c;
  c.config.send_buffer = 5000;
  c.connect(0);
  EXPECT_EQ(c.send(pattern(4000)), 4000u);
  EXPECT_EQ(writable_bytes(c.tcb), 1000u);
  EXPECT_EQ(c.send(pattern(4000)), 1000u);
  EXPECT_EQ(c.send("x"), 0u);
  set_send_buffer(c.tcb, 6000, c.now);
  EXPECT_EQ(writable_bytes(c.tcb), 1000u);
}

TEST(Write, AckMakesRoomAndSaysSo) {
  OneConnection c;
  c.config.send_buffer = 2920;
  c.connect();
  c.send(pattern(2920));
  EXPECT_EQ(writable_bytes(c.tcb), 0u);
  const InputResult first = c.receive_ack(c.kIss + 1 + 1460);
  EXPECT_TRUE(first.notices.writable);
  EXPECT_FALSE(first.notices.all_acked);
  EXPECT_EQ(writable_bytes(c.tcb), 1460u);
  EXPECT_TRUE(c.receive_ack(c.tcb.snd_max).notices.all_acked);
  EXPECT_EQ(c.tcb.send_ring.capacity(), 0u) << "an idle connection holds no buffer";
}

TEST(Write, BufferSmallerThanASegmentIsStillSent) {
  OneConnection c;
  c.config.send_buffer = 700;
  c.connect();
  EXPECT_EQ(c.send(pattern(3000)), 700u);
  EXPECT_EQ(c.take_one().data.size(), 700u);
}

TEST(Write, RefusesAfterTheEnd) {
  OneConnection c;
  c.connect();
  shutdown_send(c.tcb, c.now);
  EXPECT_EQ(writable_bytes(c.tcb), 0u);
  EXPECT_EQ(c.send("x"), 0u);
}

TEST(Consume, ReadsInPiecesAcrossTheRingsEnd) {
  OneConnection c;
  c.connect();
  std::string all;
  std::size_t written = 0;
  for (int i = 0; i < 20; ++i) {
    c.receive_data(pattern(700, written));
    written += 700;
    const std::string piece = text_of(readable(c.tcb)).substr(0, 650);
    all += piece;
    consume(c.tcb, piece.size(), c.now);
  }
  all += c.read_all();
  EXPECT_EQ(all, pattern(written));
}

TEST(Consume, MoreThanThereIsIsWhatThereIs) {
  OneConnection c;
  c.connect();
  c.receive_data("abc");
  consume(c.tcb, 100, c.now);
  EXPECT_EQ(c.tcb.rcv_user, c.tcb.rcv_nxt);
}

TEST(Memory, IdleConnectionIsSmall) {
  OneConnection c;
  c.connect();
  EXPECT_LE(sizeof(Tcb), 400u);
  EXPECT_EQ(c.tcb.send_ring.capacity() + c.tcb.receive_ring.capacity(), 0u);
  EXPECT_EQ(c.tcb.gaps, nullptr);
  EXPECT_EQ(c.tcb.scoreboard, nullptr);
}

}  // namespace
}  // namespace flue::tcp::test
