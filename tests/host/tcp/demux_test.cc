#include <gtest/gtest.h>

#include "host/tcp/tcp.h"
#include "tests/support/requirement.h"
#include "tests/support/tcp_pair.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
using test::TcpPair;

// A connection from client port 2000 that the server closed first, so that the server holds its TIME-WAIT.
class ServerAtRest : public testing::Test {
 protected:
  void SetUp() override {
    listener_ = net_.server.listen(80);
    net_.recording = true;
    const auto id = net_.client.tcp.connect({.local = client_, .remote = server_}, net_.now);
    ASSERT_TRUE(id);
    net_.run_for(10ms);
    const auto accepted = net_.server.tcp.accept(listener_, 1);
    // Faster than the clock of RFC 6528 (250 a millisecond), so that only the floor keeps a new connection's numbers
    // behind the old one's.
    const std::vector<std::byte> data(60'000);
    ASSERT_EQ(net_.server.tcp.write(*accepted, data, net_.now), data.size());
    net_.run_for(30ms);
    ASSERT_EQ(net_.client.tcp.readable(*id).size(), data.size());
    net_.client.tcp.consume(*id, data.size(), net_.now);
    net_.run_for(5ms);
    net_.server.tcp.close(*accepted, net_.now);
    net_.run_for(10ms);
    net_.client.tcp.close_all(net_.now);
    net_.run_for(10ms);
    ASSERT_EQ(net_.server.count("TIME_WAIT"), 1u);
    for (const auto& flight : net_.trace) {
      if (flight.segment.local == client_) last_from_server_ = flight.segment;
      if (flight.segment.local == server_) last_from_client_ = flight.segment;
    }
    net_.trace.clear();
    net_.filter = [](const test::Flight&) { return false; };
  }
  SegmentIn from_client(Flags flags, Seq seq) const {
    SegmentIn in;
    in.local = server_;
    in.remote = client_;
    in.seq = seq;
    in.ack = last_from_client_.ack;
    in.flags = flags;
    in.wnd = RawWindow(60000);
    return in;
  }
  Seq rcv_nxt() const { return last_from_server_.ack; }

  TcpPair net_;
  ListenerId listener_;
  Endpoint client_{TcpPair::kClient, Port(2000)};
  Endpoint server_{TcpPair::kServer, Port(80)};
  SegmentIn last_from_server_;
  SegmentIn last_from_client_;
};

TEST_F(ServerAtRest, RepeatedFinIsAcknowledgedAgain) {
  REQUIREMENT("TCP-TIMEWAIT-01");
  net_.run_for(100s);
  net_.inject(from_client({.fin = true, .ack = true}, rcv_nxt() - 1));
  ASSERT_EQ(net_.trace.size(), 1u);
  EXPECT_EQ(net_.trace[0].segment.flags, (Flags{.ack = true}));
  EXPECT_EQ(net_.trace[0].segment.ack, rcv_nxt());
  net_.run_for(200s);
  EXPECT_EQ(net_.server.count("TIME_WAIT"), 1u) << "the rest began anew";
  net_.run_for(50s);
  EXPECT_EQ(net_.server.count("TIME_WAIT"), 0u);
}

TEST_F(ServerAtRest, OldSegmentReachesNoNewConnection) {
  net_.inject(from_client({.ack = true}, rcv_nxt() - 500));
  ASSERT_EQ(net_.trace.size(), 1u);
  EXPECT_EQ(net_.trace[0].segment.flags, (Flags{.ack = true}));
  net_.inject(from_client({.rst = true}, rcv_nxt()));
  EXPECT_EQ(net_.server.count("TIME_WAIT"), 1u);
}

// RFC 1122 4.2.2.13 and RFC 6191.
TEST_F(ServerAtRest, NewerSynReopensBehindTheOldNumbers) {
  const Seq old_end = last_from_client_.ack;
  net_.inject(from_client({.syn = true}, rcv_nxt() + 1000));
  ASSERT_EQ(net_.trace.size(), 1u);
  EXPECT_EQ(net_.trace[0].segment.flags, (Flags{.syn = true, .ack = true}));
  EXPECT_TRUE(after(net_.trace[0].segment.seq, old_end));
  EXPECT_EQ(net_.server.count("TIME_WAIT"), 0u);
  EXPECT_EQ(net_.server.count("SYN_RECEIVED"), 1u);
  SegmentIn ack = from_client({.ack = true}, rcv_nxt() + 1001);
  ack.ack = net_.trace[0].segment.seq + 1;
  net_.inject(ack);
  EXPECT_TRUE(net_.server.tcp.accept(listener_, 1));
}

TEST_F(ServerAtRest, OlderSynIsAcknowledgedOnly) {
  net_.inject(from_client({.syn = true}, rcv_nxt() - 1000));
  ASSERT_EQ(net_.trace.size(), 1u);
  EXPECT_EQ(net_.trace[0].segment.flags, (Flags{.ack = true}));
  EXPECT_EQ(net_.server.count("TIME_WAIT"), 1u);
}

TEST_F(ServerAtRest, SynToAClosedListenerDoesNotEndTheRest) {
  net_.server.tcp.close_listener(listener_, net_.now);
  net_.inject(from_client({.syn = true}, rcv_nxt() + 1000));
  EXPECT_EQ(net_.server.count("TIME_WAIT"), 1u);
}

// RFC 9293 3.10.7.2: a listener resets a stray ACK and ignores the rest.
TEST(Demux, ListenerAnswersAStrayAckByReset) {
  TcpPair net;
  net.server.listen(80);
  net.recording = true;
  SegmentIn in;
  in.local = {TcpPair::kServer, Port(80)};
  in.remote = {TcpPair::kClient, Port(5)};
  in.ack = Seq(99);
  in.flags = {.fin = true};
  net.inject(in);
  EXPECT_TRUE(net.trace.empty());
  in.flags = {.syn = true, .ack = true};
  net.inject(in);
  ASSERT_EQ(net.trace.size(), 1u);
  EXPECT_EQ(net.trace[0].segment.flags, (Flags{.rst = true}));
  EXPECT_EQ(net.trace[0].segment.seq, Seq(99));
}

// RFC 5961 section 7: the challenges of all connections share one limit.
TEST(Demux, ChallengeAcksAreLimitedTogether) {
  TcpPair net;
  net.server.listen(80);
  const ConnectionId id = net.client.connect(80);
  net.run_for(50ms);
  const Endpoint client = net.client.tcp.info(id)->local;
  net.recording = true;
  SegmentIn forged;
  forged.local = {TcpPair::kServer, Port(80)};
  forged.remote = client;
  forged.flags = {.syn = true};
  for (std::uint32_t i = 0; i < 5000; ++i) {
    forged.seq = Seq(i * 500'000);
    net.inject(forged);
  }
  EXPECT_GE(net.trace.size(), 50u);
  EXPECT_LE(net.trace.size(), 150u);
  EXPECT_EQ(net.server.tcp.counters().challenge_acks, net.trace.size());
  EXPECT_EQ(net.server.count("ESTABLISHED"), 1u);
}

}  // namespace
}  // namespace flue::tcp
