#include "host/tcp/timewait.h"

#include <gtest/gtest.h>

#include "tests/support/requirement.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
using Disposition = TimeWaitTable::Disposition;
constexpr TimePoint kStart{1000s};
constexpr Endpoint kLocal{Ipv4Addr(1, 1, 1, 1), Port(2000)};
constexpr Endpoint kRemote{Ipv4Addr(2, 2, 2, 2), Port(80)};

class TimeWaitTest : public testing::Test {
 protected:
  std::uint32_t rest(bool timestamps = false) {
    TimeWaitRecord record;
    record.local = kLocal;
    record.remote = kRemote;
    record.snd_nxt = Seq(9000);
    record.rcv_nxt = Seq(5000);
    record.timestamps = timestamps;
    record.ts_recent = 777;
    record.wnd = RawWindow(4321);
    table_.add(1, record, kStart);
    return *table_.find(1, kLocal, kRemote);
  }
  static SegmentIn segment(Flags flags, Seq seq) {
    SegmentIn in;
    in.local = kLocal;
    in.remote = kRemote;
    in.seq = seq;
    in.ack = Seq(9000);
    in.flags = flags;
    return in;
  }
  static SegmentIn syn(Seq seq, std::optional<std::uint32_t> tsval = {}) {
    SegmentIn in = segment({.syn = true}, seq);
    if (tsval) in.options.timestamps = Timestamps{*tsval, 0};
    return in;
  }
  TcpParameters parameters_;
  TimeWaitTable table_{parameters_};
};

TEST_F(TimeWaitTest, Lasts240Seconds) {
  REQUIREMENT("TCP-TIMEWAIT-02");
  rest();
  EXPECT_EQ(table_.next_deadline(), kStart + 240s);
  EXPECT_FALSE(table_.pop_expired(kStart + 240s - 1ns));
  EXPECT_TRUE(table_.pop_expired(kStart + 240s));
  EXPECT_EQ(table_.find(1, kLocal, kRemote), std::nullopt);
  EXPECT_EQ(table_.next_deadline(), kNever);
}

TEST_F(TimeWaitTest, LengthIsAParameter) {
  REQUIREMENT("TCP-TIMEWAIT-03");
  parameters_.tcp_timed_wait_delay = 30s;
  TimeWaitTable table(parameters_);
  table.add(1, {}, kStart);
  EXPECT_EQ(table.next_deadline(), kStart + 30s);
}

// RFC 9293 3.10.7.4: the peer did not see our last ACK.
TEST_F(TimeWaitTest, RepeatedFinIsAcknowledgedAndStartsTheRestAgain) {
  const auto index = rest();
  const SegmentIn fin = segment({.fin = true, .ack = true}, Seq(4999));
  EXPECT_EQ(table_.on_segment(index, fin, kStart + 100s), Disposition::kAcknowledge);
  EXPECT_EQ(table_.next_deadline(), kStart + 340s);
  const SegmentOut ack = table_.ack_for(index, kStart + 100s);
  EXPECT_EQ(ack.seq, Seq(9000));
  EXPECT_EQ(ack.ack, Seq(5000));
  EXPECT_EQ(ack.flags, (Flags{.ack = true}));
  EXPECT_EQ(ack.wnd, RawWindow(4321));
}

// RFC 1337.
TEST_F(TimeWaitTest, ResetDoesNotEndIt) {
  const auto index = rest();
  EXPECT_EQ(table_.on_segment(index, segment({.rst = true}, Seq(5000)), kStart), Disposition::kIgnore);
  EXPECT_TRUE(table_.find(1, kLocal, kRemote));
}

TEST_F(TimeWaitTest, OldDataAreAcknowledgedAndAcksIgnored) {
  const auto index = rest();
  EXPECT_EQ(table_.on_segment(index, segment({.ack = true}, Seq(4000)), kStart), Disposition::kAcknowledge);
  EXPECT_EQ(table_.on_segment(index, segment({.ack = true}, Seq(5000)), kStart), Disposition::kIgnore);
  EXPECT_EQ(table_.next_deadline(), kStart + 240s);
}

// RFC 1122 4.2.2.13.
TEST_F(TimeWaitTest, SynBehindTheOldNumbersReopens) {
  const auto index = rest();
  EXPECT_EQ(table_.on_segment(index, syn(Seq(5001)), kStart), Disposition::kReopen);
  EXPECT_EQ(table_.on_segment(index, syn(Seq(5000)), kStart), Disposition::kAcknowledge);
  EXPECT_EQ(table_.on_segment(index, syn(Seq(100)), kStart), Disposition::kAcknowledge);
  EXPECT_EQ(table_.on_segment(index, segment({.syn = true, .ack = true}, Seq(6000)), kStart),
            Disposition::kAcknowledge);
}

// RFC 6191 section 2.
TEST_F(TimeWaitTest, LaterTimestampReopensWhateverTheNumber) {
  const auto index = rest(true);
  EXPECT_EQ(table_.on_segment(index, syn(Seq(100), 778), kStart), Disposition::kReopen);
  EXPECT_EQ(table_.on_segment(index, syn(Seq(100), 777), kStart), Disposition::kAcknowledge);
  EXPECT_EQ(table_.on_segment(index, syn(Seq(5001), 777), kStart), Disposition::kReopen);
  EXPECT_EQ(table_.on_segment(index, syn(Seq(5001), 776), kStart), Disposition::kAcknowledge);
  EXPECT_EQ(table_.on_segment(index, syn(Seq(5001)), kStart), Disposition::kReopen) << "no timestamp in the SYN";
}

TEST_F(TimeWaitTest, OldestLeavesEarlyBeyondMaxFreeTcbs) {
  REQUIREMENT("TCP-TIMEWAIT-06", "TCP-SETUP-15");
  parameters_.max_free_tcbs = 2;
  TimeWaitTable table(parameters_);
  const auto record = [](std::uint16_t port) {
    TimeWaitRecord r;
    r.local = {kLocal.address, Port(port)};
    r.remote = kRemote;
    return r;
  };
  EXPECT_FALSE(table.add(1, record(1), kStart));
  EXPECT_FALSE(table.add(2, record(2), kStart));
  const auto evicted = table.add(3, record(3), kStart);
  ASSERT_TRUE(evicted);
  EXPECT_EQ(evicted->local.port, Port(1));
  EXPECT_EQ(table.size(), 2u);
}

}  // namespace
}  // namespace flue::tcp
