#include "host/tcp/tcp.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "tests/support/requirement.h"
#include "tests/support/tcp_pair.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
using test::TcpHost;
using test::TcpPair;

Bytes bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string take(TcpHost& host, ConnectionId id) {
  const ByteSpans spans = host.tcp.readable(id);
  std::string text;
  for (const Bytes part : {spans.first, spans.second}) {
    for (const std::byte b : part) text.push_back(static_cast<char>(b));
  }
  host.tcp.consume(id, text.size(), host.pair.now);
  return text;
}

std::vector<Event> drain(TcpHost& host) {
  std::vector<Event> events;
  while (const auto event = host.tcp.next_event()) events.push_back(*event);
  return events;
}

bool contains(const std::vector<Event>& events, EventKind kind) {
  return std::any_of(events.begin(), events.end(), [kind](const Event& e) { return e.kind == kind; });
}

std::string_view state(TcpHost& host, ConnectionId id) {
  const auto info = host.tcp.info(id);
  return info ? info->state : "none";
}

// A listener on the server and one connection to it, accepted.
class Connected : public testing::Test {
 protected:
  void SetUp() override {
    listener_ = net_.server.listen(80);
    client_ = net_.client.connect(80);
    net_.run_for(50ms);
    const auto accepted = net_.server.tcp.accept(listener_, 42);
    ASSERT_TRUE(accepted);
    server_ = *accepted;
    drain(net_.client);
    drain(net_.server);
  }
  TcpPair net_;
  ListenerId listener_;
  ConnectionId client_;
  ConnectionId server_;
};

TEST(Tcp, ConnectsAndReportsToBothPrograms) {
  REQUIREMENT("TCP-SETUP-04", "TCP-SETUP-05", "SOCKETS-10");
  TcpPair net;
  net.recording = true;
  const ListenerId listener = net.server.listen(80);
  const ConnectionId client = net.client.connect(80);
  EXPECT_EQ(state(net.client, client), "SYN_SENT");
  net.run_for(1ms);
  EXPECT_EQ(net.server.count("SYN_RECEIVED"), 1u);
  net.run_for(50ms);
  EXPECT_EQ(state(net.client, client), "ESTABLISHED");
  EXPECT_EQ(net.server.count("ESTABLISHED"), 1u) << "the stack completes the handshake itself";
  EXPECT_TRUE(contains(drain(net.client), EventKind::kConnected));

  const auto events = drain(net.server);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].kind, EventKind::kAcceptable);
  EXPECT_EQ(events[0].listener, listener);
  const auto accepted = net.server.tcp.accept(listener, 42);
  ASSERT_TRUE(accepted);
  EXPECT_EQ(net.server.tcp.info(*accepted)->owner, 42u);
  EXPECT_FALSE(net.server.tcp.accept(listener, 42));

  ASSERT_EQ(net.trace.size(), 3u);
  EXPECT_EQ(net.trace[0].segment.flags, (Flags{.syn = true}));
  EXPECT_EQ(net.trace[1].segment.flags, (Flags{.syn = true, .ack = true}));
  EXPECT_EQ(net.trace[2].segment.flags, (Flags{.ack = true}));
  for (const auto& flight : net.trace) EXPECT_TRUE(flight.payload.empty());
}

TEST_F(Connected, EchoesBothWays) {
  REQUIREMENT("TCP-SETUP-01");
  EXPECT_EQ(net_.client.tcp.write(client_, bytes("hello"), net_.now), 5u);
  net_.run_for(10ms);
  const auto events = drain(net_.server);
  ASSERT_TRUE(contains(events, EventKind::kReadable));
  EXPECT_TRUE(events[0].pushed);
  EXPECT_EQ(events[0].owner, 42u);
  const std::string text = take(net_.server, server_);
  EXPECT_EQ(text, "hello");
  net_.server.tcp.write(server_, bytes(text), net_.now);
  net_.run_for(10ms);
  EXPECT_EQ(take(net_.client, client_), "hello");
}

// V-25: connect and close.
TEST_F(Connected, ClosesThroughTheStatesOfV25) {
  REQUIREMENT("TCP-STATES-01", "TCP-STATES-02", "TCP-STATES-08", "TCP-STATES-09", "TCP-TIMEWAIT-05");
  net_.client.tcp.shutdown_send(client_, net_.now);
  EXPECT_EQ(state(net_.client, client_), "FIN_WAIT_1");
  net_.run_for(500ms);
  EXPECT_EQ(state(net_.client, client_), "FIN_WAIT_2");
  EXPECT_EQ(state(net_.server, server_), "CLOSE_WAIT");
  EXPECT_TRUE(contains(drain(net_.server), EventKind::kPeerFinished));
  EXPECT_TRUE(net_.server.tcp.at_end(server_));

  // Data still flow the other way.
  net_.server.tcp.write(server_, bytes("more"), net_.now);
  net_.run_for(500ms);
  EXPECT_EQ(take(net_.client, client_), "more");

  net_.server.tcp.shutdown_send(server_, net_.now);
  EXPECT_EQ(state(net_.server, server_), "LAST_ACK");
  net_.run_for(10ms);
  EXPECT_EQ(net_.client.count("TIME_WAIT"), 1u);
  EXPECT_TRUE(net_.server.lines(80).size() == 1) << "only the listener is left";
  const auto client_events = drain(net_.client);
  EXPECT_TRUE(contains(client_events, EventKind::kClosed));
  EXPECT_TRUE(net_.client.tcp.at_end(client_));
  net_.client.tcp.close(client_, net_.now);
  EXPECT_FALSE(net_.client.tcp.valid(client_));
  net_.run_for(239s);
  EXPECT_EQ(net_.client.count("TIME_WAIT"), 1u);
  net_.run_for(2s);
  EXPECT_EQ(net_.client.count("TIME_WAIT"), 0u);
}

TEST_F(Connected, ShutdownLeavesReadingPossible) {
  REQUIREMENT("SOCKETS-25");
  net_.recording = true;
  net_.client.tcp.shutdown_send(client_, net_.now);
  ASSERT_EQ(net_.trace.size(), 1u);
  EXPECT_TRUE(net_.trace[0].segment.flags.fin);
  EXPECT_EQ(net_.client.tcp.write(client_, bytes("too late"), net_.now), 0u);
  net_.run_for(60s);
  const std::string reply(30'000, 'r');
  net_.server.tcp.write(server_, bytes(reply), net_.now);
  net_.run_for(1s);
  EXPECT_EQ(take(net_.client, client_), reply);
}

// RFC 9293 3.10.4: whoever closes with bytes unread tells the peer that they were lost.
TEST_F(Connected, CloseWithUnreadBytesResets) {
  net_.client.tcp.write(client_, bytes("nobody reads this"), net_.now);
  net_.run_for(10ms);
  net_.server.tcp.close(server_, net_.now);
  net_.run_for(10ms);
  const auto events = drain(net_.client);
  ASSERT_TRUE(contains(events, EventKind::kClosed));
  EXPECT_EQ(events.back().reason, CloseReason::kReset);
  EXPECT_EQ(net_.server.lines(80).size(), 1u) << "only the listener is left";
}

TEST_F(Connected, BothSidesClosingAtOnceBothRest) {
  net_.client.tcp.shutdown_send(client_, net_.now);
  net_.server.tcp.shutdown_send(server_, net_.now);
  net_.run_for(1ms);
  EXPECT_EQ(state(net_.client, client_), "CLOSING");
  EXPECT_EQ(state(net_.server, server_), "CLOSING");
  net_.run_for(5ms);
  EXPECT_EQ(net_.client.count("TIME_WAIT"), 1u);
  EXPECT_EQ(net_.server.count("TIME_WAIT"), 1u);
}

// V-25: the peer never closes.
TEST_F(Connected, FinWait2EndsAfterTenMinutesAtMost) {
  REQUIREMENT("TCP-STATES-10", "SOCKETS-27");
  net_.client.tcp.close(client_, net_.now);
  net_.run_for(599s);
  EXPECT_EQ(net_.client.count("FIN_WAIT_2"), 1u);
  EXPECT_EQ(state(net_.server, server_), "CLOSE_WAIT");
  net_.run_for(3s);
  EXPECT_EQ(net_.client.count("FIN_WAIT_2"), 0u);
  EXPECT_EQ(state(net_.server, server_), "CLOSE_WAIT") << "the stack shows it and does not repair it";
}

// V-25: linger 0 + close.
TEST_F(Connected, AbortSendsResetAndLeavesNoTimeWait) {
  REQUIREMENT("TCP-STATES-03", "TCP-STATES-05", "TCP-STATES-07", "SOCKETS-26");
  net_.recording = true;
  net_.client.tcp.abort(client_, net_.now);
  EXPECT_FALSE(net_.client.tcp.valid(client_));
  EXPECT_TRUE(net_.client.lines().empty());
  ASSERT_EQ(net_.trace.size(), 1u);
  EXPECT_TRUE(net_.trace[0].segment.flags.rst);
  net_.run_for(10ms);
  const auto events = drain(net_.server);
  ASSERT_TRUE(contains(events, EventKind::kClosed));
  EXPECT_EQ(events.back().reason, CloseReason::kReset);
  EXPECT_EQ(net_.server.tcp.counters().estab_resets, 1u);
}

// V-25: nobody listens.
TEST(Tcp, ConnectToAClosedPortIsRefused) {
  REQUIREMENT("TCP-SETUP-06", "TCP-STATES-07");
  TcpPair net;
  net.recording = true;
  net.client.connect(81);
  net.run_for(10ms);
  const auto events = drain(net.client);
  ASSERT_TRUE(contains(events, EventKind::kClosed));
  EXPECT_EQ(events.back().reason, CloseReason::kRefused);
  EXPECT_EQ(net.trace[1].segment.flags, (Flags{.rst = true, .ack = true}));
  EXPECT_EQ(net.client.tcp.counters().attempt_fails, 1u);
}

// V-25: the server restarted and knows nothing.
TEST_F(Connected, SegmentForAnUnknownConnectionIsReset) {
  REQUIREMENT("TCP-STATES-06");
  SegmentIn stray;
  stray.local = {TcpPair::kServer, Port(80)};
  stray.remote = {TcpPair::kClient, Port(60000)};
  stray.seq = Seq(1);
  stray.ack = Seq(777);
  stray.flags.ack = true;
  net_.recording = true;
  net_.inject(stray);
  ASSERT_EQ(net_.trace.size(), 1u);
  EXPECT_EQ(net_.trace[0].segment.flags, (Flags{.rst = true}));
  EXPECT_EQ(net_.trace[0].segment.seq, Seq(777));
  stray.flags = {.rst = true};
  net_.inject(stray);
  EXPECT_EQ(net_.trace.size(), 1u) << "an RST is never answered";
}

TEST(Tcp, BothSidesConnectingToEachOtherMakeOneConnection) {
  TcpPair net;
  const Endpoint left{TcpPair::kClient, Port(1111)};
  const Endpoint right{TcpPair::kServer, Port(2222)};
  const auto a = net.client.tcp.connect({.local = left, .remote = right}, net.now);
  const auto b = net.server.tcp.connect({.local = right, .remote = left}, net.now);
  ASSERT_TRUE(a && b);
  net.run_for(1ms);
  EXPECT_EQ(state(net.client, *a), "SYN_RECEIVED");
  EXPECT_EQ(state(net.server, *b), "SYN_RECEIVED");
  net.run_for(50ms);
  EXPECT_EQ(state(net.client, *a), "ESTABLISHED");
  EXPECT_EQ(state(net.server, *b), "ESTABLISHED");
  net.client.tcp.write(*a, bytes("x"), net.now);
  net.run_for(10ms);
  EXPECT_EQ(take(net.server, *b), "x");
}

TEST(Tcp, ConnectsToItself) {
  TcpPair net;
  const ListenerId listener = net.client.listen(80);
  const auto id = net.client.tcp.connect({.local = {}, .remote = {TcpPair::kClient, Port(80)}}, net.now);
  ASSERT_TRUE(id);
  net.run_for(10ms);
  const auto accepted = net.client.tcp.accept(listener, 1);
  ASSERT_TRUE(accepted);
  net.client.tcp.write(*id, bytes("around"), net.now);
  net.run_for(10ms);
  EXPECT_EQ(take(net.client, *accepted), "around");
}

TEST_F(Connected, StaleIdDoesNothing) {
  net_.client.tcp.abort(client_, net_.now);
  TcpHost& host = net_.client;
  EXPECT_EQ(host.tcp.write(client_, bytes("x"), net_.now), 0u);
  EXPECT_EQ(host.tcp.writable_bytes(client_), 0u);
  EXPECT_TRUE(host.tcp.readable(client_).empty());
  host.tcp.consume(client_, 5, net_.now);
  host.tcp.set_unread_elsewhere(client_, 5, net_.now);
  host.tcp.shutdown_send(client_, net_.now);
  host.tcp.close(client_, net_.now);
  host.tcp.abort(client_, net_.now);
  host.tcp.set_cork(client_, true, net_.now);
  host.tcp.set_options(client_, {}, net_.now);
  EXPECT_FALSE(host.tcp.at_end(client_));
  EXPECT_FALSE(host.tcp.info(client_));
  const ConnectionId again = host.connect(80);
  EXPECT_EQ(again.index, client_.index) << "the slot is used again, under a new name";
  EXPECT_FALSE(host.tcp.valid(client_));
  EXPECT_TRUE(host.tcp.valid(again));
}

TEST_F(Connected, OneEventPerKindIsPending) {
  for (int i = 0; i < 5; ++i) {
    net_.client.tcp.write(client_, bytes("abc"), net_.now);
    net_.run_for(300ms);
  }
  const auto events = drain(net_.server);
  EXPECT_EQ(std::count_if(events.begin(), events.end(), [](const Event& e) { return e.kind == EventKind::kReadable; }),
            1);
  EXPECT_EQ(take(net_.server, server_).size(), 15u) << "the state is the truth";
}

TEST_F(Connected, NothingIsToldAfterClose) {
  net_.client.tcp.close(client_, net_.now);
  net_.server.tcp.close(server_, net_.now);
  net_.run_for(1s);
  EXPECT_TRUE(drain(net_.client).empty());
  EXPECT_TRUE(drain(net_.server).empty());
  EXPECT_FALSE(net_.client.tcp.valid(client_));
  EXPECT_FALSE(net_.server.tcp.valid(server_));
}

TEST_F(Connected, BytesThatArrivedBeforeTheEndStayReadable) {
  net_.client.tcp.write(client_, bytes("last words"), net_.now);
  net_.client.tcp.shutdown_send(client_, net_.now);
  net_.server.tcp.shutdown_send(server_, net_.now);
  net_.run_for(1s);
  EXPECT_EQ(net_.client.count("TIME_WAIT") + net_.server.count("TIME_WAIT"), 2u);
  EXPECT_FALSE(net_.server.tcp.at_end(server_));
  EXPECT_EQ(take(net_.server, server_), "last words");
  EXPECT_TRUE(net_.server.tcp.at_end(server_));
  net_.server.tcp.close(server_, net_.now);
  EXPECT_FALSE(net_.server.tcp.valid(server_));
}

TEST(Tcp, ThousandConnectionsOpenedUsedClosedReopened) {
  TcpPair::Config config;
  config.client.tcp.max_user_port = 60000;
  config.client.tcp.max_free_tcbs = 5000;
  config.wire.delay = 3ms;
  TcpPair net(config);
  for (int round = 0; round < 2; ++round) {
    const ListenerId listener = net.server.listen(static_cast<std::uint16_t>(80 + round), 200);
    std::vector<ConnectionId> clients;
    std::map<std::string, ConnectionId> accepted;
    for (int i = 0; i < 1000; ++i) {
      clients.push_back(net.client.connect(static_cast<std::uint16_t>(80 + round)));
      ASSERT_TRUE(clients.back());
      net.run_for(100us);
      while (const auto id = net.server.tcp.accept(listener, 1)) {
        accepted[to_string(net.server.tcp.info(*id)->remote)] = *id;
      }
    }
    net.run_for(100ms);
    while (const auto id = net.server.tcp.accept(listener, 1)) {
      accepted[to_string(net.server.tcp.info(*id)->remote)] = *id;
    }
    ASSERT_EQ(accepted.size(), 1000u);
    EXPECT_EQ(net.client.tcp.counters().curr_estab, 1000u);
    for (int i = 0; i < 1000; ++i) {
      net.client.tcp.write(clients[static_cast<std::size_t>(i)], bytes("number " + std::to_string(i)), net.now);
    }
    net.run_for(1s);
    for (int i = 0; i < 1000; ++i) {
      const ConnectionId client = clients[static_cast<std::size_t>(i)];
      const ConnectionId server = accepted[to_string(net.client.tcp.info(client)->local)];
      ASSERT_EQ(take(net.server, server), "number " + std::to_string(i));
      net.client.tcp.close(client, net.now);
      net.server.tcp.close(server, net.now);
    }
    net.run_for(1s);
    EXPECT_EQ(net.client.tcp.counters().curr_estab, 0u);
    EXPECT_EQ(net.server.tcp.counters().curr_estab, 0u);
    drain(net.client);
    drain(net.server);
    net.run_for(250s);
    EXPECT_TRUE(net.client.lines().empty());
    EXPECT_EQ(net.client.tcp.next_deadline(), kNever);
  }
}

TEST_F(Connected, CloseAllEndsEverythingProperly) {
  const ConnectionId waiting = net_.client.connect(80);
  net_.run_for(50ms);
  net_.client.tcp.write(client_, bytes("unsent?"), net_.now);
  net_.client.tcp.close_all(net_.now);
  EXPECT_FALSE(net_.client.tcp.finished());
  net_.run_for(50ms);
  EXPECT_EQ(take(net_.server, server_), "unsent?");
  net_.server.tcp.close_all(net_.now);
  net_.run_for(50ms);
  EXPECT_TRUE(net_.client.tcp.finished());
  EXPECT_TRUE(net_.server.tcp.finished());
  EXPECT_FALSE(net_.client.tcp.valid(waiting));
  EXPECT_EQ(net_.server.count("LISTENING"), 0u);
}

// ROUTE-33: with five retransmissions, after the third.
TEST_F(Connected, DoubtsThePathAfterTheThirdRetransmission) {
  REQUIREMENT("ROUTE-33", "TCP-RTO-12");
  int data_segments = 0;
  net_.filter = [&](const test::Flight& flight) {
    if (!flight.payload.empty()) ++data_segments;
    return false;
  };
  net_.client.tcp.write(client_, bytes("anybody?"), net_.now);
  EXPECT_TRUE(net_.run([&] { return !net_.client.doubts.empty(); }));
  EXPECT_EQ(data_segments, 4) << "the first transmission and three more";
  EXPECT_EQ(net_.client.doubts.front(), TcpPair::kServer);
  net_.run_for(60s);
  EXPECT_EQ(net_.client.doubts.size(), 1u);
  const auto events = drain(net_.client);
  ASSERT_TRUE(contains(events, EventKind::kClosed));
  EXPECT_EQ(events.back().reason, CloseReason::kTimedOut);
}

TEST_F(Connected, AbandonedConnectionCountsItsTimeouts) {
  net_.filter = [](const test::Flight&) { return false; };
  net_.client.tcp.write(client_, bytes("x"), net_.now);
  net_.run_for(120s);
  EXPECT_EQ(net_.client.tcp.counters().retrans_segs, 5u);
  EXPECT_GE(net_.client.tcp.counters().timeouts, 5u);
}

}  // namespace
}  // namespace flue::tcp
