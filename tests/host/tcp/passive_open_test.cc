#include <gtest/gtest.h>

#include "host/tcp/half_open.h"
#include "host/tcp/tcp.h"
#include "tests/support/requirement.h"
#include "tests/support/tcp_pair.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
using test::Flight;
using test::TcpPair;

// SYNs from invented hosts; what the server answers is caught in the trace and goes nowhere.
class PassiveOpen : public testing::Test {
 protected:
  static TcpPair::Config config(ProfileName profile) {
    TcpPair::Config c;
    c.server = profile_parameters(profile);
    c.client = c.server;
    return c;
  }
  void start(const TcpPair::Config& c, std::uint32_t backlog = 100) {
    net_ = std::make_unique<TcpPair>(c);
    net_->recording = true;
    net_->filter = [](const Flight& flight) { return flight.segment.local.address == TcpPair::kServer; };
    listener_ = net_->server.listen(80, backlog);
  }
  void start(ProfileName profile = ProfileName::kWin2003, std::uint32_t backlog = 100) {
    start(config(profile), backlog);
  }

  static SegmentIn from(std::uint32_t host, Flags flags, Seq seq) {
    SegmentIn in;
    in.local = {TcpPair::kServer, Port(80)};
    in.remote = {Ipv4Addr(0x0A010000u + host), Port(4000)};
    in.seq = seq;
    in.flags = flags;
    in.wnd = RawWindow(64240);
    if (flags.syn) in.options.mss = 1460;
    return in;
  }
  // The server's last answer to this host; nothing if there was none.
  std::optional<SegmentIn> answer(std::uint32_t host) const {
    for (auto flight = net_->trace.rbegin(); flight != net_->trace.rend(); ++flight) {
      if (flight->segment.local.address == Ipv4Addr(0x0A010000u + host)) return flight->segment;
    }
    return std::nullopt;
  }
  std::size_t answers() const { return net_->trace.size(); }
  std::optional<SegmentIn> syn(std::uint32_t host, Seq seq = Seq(100)) {
    net_->inject(from(host, {.syn = true}, seq));
    return answer(host);
  }
  // Completes the handshake that `syn_ack` offered; returns whatever was answered then.
  std::optional<SegmentIn> ack(std::uint32_t host, const SegmentIn& syn_ack, Bytes payload = {}) {
    const std::size_t before = answers();
    SegmentIn in = from(host, {.ack = true}, syn_ack.ack);
    in.ack = syn_ack.seq + 1;
    in.payload = payload;
    if (syn_ack.options.timestamps) in.options.timestamps = Timestamps{1000, syn_ack.options.timestamps->tsval};
    net_->inject(in);
    return answers() > before ? answer(host) : std::nullopt;
  }
  void open(std::uint32_t host) {
    const auto syn_ack = syn(host);
    ASSERT_TRUE(syn_ack && syn_ack->flags.syn) << host;
    ack(host, *syn_ack);
  }
  // Does the answer to a SYN with Window Scale have it too?
  bool scaled(std::uint32_t host) {
    SegmentIn in = from(host, {.syn = true}, Seq(100));
    in.options.window_shift = WindowShift(7);
    net_->inject(in);
    return answer(host)->options.window_shift.has_value();
  }
  std::size_t accept_all() {
    std::size_t count = 0;
    while (net_->server.tcp.accept(listener_, 1)) ++count;
    return count;
  }

  std::unique_ptr<TcpPair> net_;
  ListenerId listener_;
};

TEST_F(PassiveOpen, SynAckMirrorsTheSynsOptions) {
  REQUIREMENT("TCP-SETUP-13", "TCP-WINDOW-17", "TCP-WINDOW-20");
  start(ProfileName::kModern);
  const auto bare = syn(1);
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->flags, (Flags{.syn = true, .ack = true}));
  EXPECT_EQ(bare->options.mss, 1460);
  EXPECT_FALSE(bare->options.window_shift);
  EXPECT_FALSE(bare->options.timestamps);

  SegmentIn full = from(2, {.syn = true}, Seq(100));
  full.options.window_shift = WindowShift(7);
  full.options.timestamps = Timestamps{555, 0};
  full.options.sack_permitted = true;
  net_->inject(full);
  const auto reply = answer(2);
  EXPECT_TRUE(reply->options.window_shift);
  EXPECT_TRUE(reply->options.sack_permitted);
  ASSERT_TRUE(reply->options.timestamps);
  EXPECT_EQ(reply->options.timestamps->tsecr, 555u);
}

TEST_F(PassiveOpen, DataWithTheLastAckOfTheHandshakeIsTaken) {
  start();
  const std::array<std::byte, 3> data{};
  ack(1, *syn(1), data);
  const auto id = net_->server.tcp.accept(listener_, 9);
  ASSERT_TRUE(id);
  EXPECT_EQ(net_->server.tcp.readable(*id).size(), 3u);
  bool told = false;
  while (const auto event = net_->server.tcp.next_event()) {
    told = told || (event->kind == EventKind::kReadable && event->owner == 9);
  }
  EXPECT_TRUE(told) << "what came before accept is told after it";
}

TEST_F(PassiveOpen, UnansweredSynAckIsRepeatedAndGivenUp) {
  REQUIREMENT("TCP-SETUP-10", "TCP-STATES-11");
  start();
  syn(1);
  const TimePoint began = net_->now;
  const auto first = *answer(1);
  net_->run_for(20s);
  EXPECT_EQ(net_->server.count("SYN_RECEIVED"), 1u);
  net_->run_for(2s);
  EXPECT_EQ(net_->server.count("SYN_RECEIVED"), 0u);
  ASSERT_EQ(answers(), 3u);
  EXPECT_EQ(net_->trace[1].at - began, 3s);
  EXPECT_EQ(net_->trace[2].at - began, 9s);
  EXPECT_EQ(net_->trace[2].segment.seq, first.seq);
  EXPECT_EQ(net_->trace[2].segment.options.mss, first.options.mss);
  EXPECT_EQ(net_->server.tcp.counters().attempt_fails, 1u);
}

TEST_F(PassiveOpen, RepeatedSynGetsTheSameSynAck) {
  start();
  const auto first = *syn(1);
  const auto second = *syn(1);
  EXPECT_EQ(answers(), 2u);
  EXPECT_EQ(second.seq, first.seq);
  EXPECT_EQ(net_->server.count("SYN_RECEIVED"), 1u);
}

// RFC 9293 3.10.7.4, SYN-RECEIVED, and RFC 5961 sections 3 and 4.
TEST_F(PassiveOpen, HalfOpenConnectionFollowsTheResetRules) {
  start();
  const auto syn_ack = *syn(1, Seq(100));
  net_->inject(from(1, {.rst = true}, Seq(500)));
  EXPECT_EQ(net_->server.count("SYN_RECEIVED"), 1u) << "inside the window is not exact";
  net_->inject(from(1, {.syn = true}, Seq(7000)));
  EXPECT_EQ(answer(1)->flags, (Flags{.ack = true})) << "another SYN is challenged";
  EXPECT_EQ(answer(1)->ack, Seq(101));
  SegmentIn wrong = from(1, {.ack = true}, Seq(101));
  wrong.ack = syn_ack.seq + 77;
  net_->inject(wrong);
  EXPECT_EQ(answer(1)->flags, (Flags{.rst = true}));
  EXPECT_EQ(answer(1)->seq, syn_ack.seq + 77);
  EXPECT_EQ(net_->server.count("SYN_RECEIVED"), 1u);
  net_->inject(from(1, {.rst = true}, Seq(101)));
  EXPECT_EQ(net_->server.count("SYN_RECEIVED"), 0u);
}

TEST_F(PassiveOpen, IgnoresWhatNobodyMayHaveSent) {
  REQUIREMENT("TCP-SECURITY-07");
  start();
  SegmentIn land = from(1, {.syn = true}, Seq(1));
  land.remote = land.local;
  net_->inject(land);
  for (const Ipv4Addr address : {Ipv4Addr(), Ipv4Addr(224, 0, 0, 5), kLimitedBroadcast}) {
    SegmentIn in = from(1, {.syn = true}, Seq(1));
    in.remote.address = address;
    net_->inject(in);
  }
  SegmentIn no_port = from(1, {.syn = true}, Seq(1));
  no_port.remote.port = Port();
  net_->inject(no_port);
  EXPECT_EQ(answers(), 0u);
  EXPECT_EQ(net_->server.count("SYN_RECEIVED"), 0u);
}

// --- Backlog --------------------------------------------------------------------------------------------------------

class BacklogOfResettingProfile : public PassiveOpen, public testing::WithParamInterface<ProfileName> {};

TEST_P(BacklogOfResettingProfile, RefusesWhenFull) {
  REQUIREMENT("SOCKETS-11", "SOCKETS-12");
  start(GetParam(), 3);
  for (std::uint32_t host = 1; host <= 3; ++host) open(host);
  for (std::uint32_t host = 4; host <= 20; ++host) {
    const auto refused = syn(host);
    ASSERT_TRUE(refused);
    EXPECT_TRUE(refused->flags.rst) << host;
  }
  EXPECT_EQ(net_->server.tcp.counters().backlog_refusals, 17u);
  EXPECT_TRUE(net_->server.tcp.accept(listener_, 1));
  EXPECT_TRUE(syn(21)->flags.syn) << "an accepted connection no longer counts";
  EXPECT_TRUE(syn(22)->flags.rst) << "but a handshake under way does";
  EXPECT_EQ(accept_all(), 2u);
}
INSTANTIATE_TEST_SUITE_P(Profiles, BacklogOfResettingProfile,
                         testing::Values(ProfileName::kNt4, ProfileName::kWin2000, ProfileName::kWin2003),
                         [](const auto& test) { return std::string(to_string(test.param)); });

TEST_F(PassiveOpen, ModernProfileDropsTheSynInstead) {
  start(ProfileName::kModern, 3);
  for (std::uint32_t host = 1; host <= 3; ++host) open(host);
  EXPECT_FALSE(syn(50)) << "no answer at all";
  accept_all();
  EXPECT_TRUE(syn(50)->flags.syn);
}

TEST_F(PassiveOpen, ModernProfileKeepsAHandshakeThatFindsTheQueueFull) {
  start(ProfileName::kModern, 1);
  const auto first = *syn(1);
  const auto second = *syn(2);
  ack(1, first);
  EXPECT_FALSE(ack(2, second)) << "the ACK is dropped";
  EXPECT_EQ(net_->server.count("SYN_RECEIVED"), 1u);
  EXPECT_EQ(accept_all(), 1u);
  ack(2, second);
  EXPECT_EQ(accept_all(), 1u);
}

TEST_F(PassiveOpen, BacklogIsCutSilently) {
  REQUIREMENT("SOCKETS-13", "SOCKETS-14");
  start(ProfileName::kWin2003, 100'000);
  std::uint32_t taken = 0;
  for (std::uint32_t host = 1; host <= 250; ++host) {
    const auto reply = *syn(host);
    if (!reply.flags.syn) continue;
    ack(host, reply);
    ++taken;
  }
  EXPECT_EQ(taken, 200u);
}

TEST_F(PassiveOpen, ConnectionsOfAClosedListenerAreReset) {
  start();
  open(1);
  syn(2);
  net_->server.tcp.close_listener(listener_, net_->now);
  EXPECT_TRUE(answer(1)->flags.rst);
  EXPECT_TRUE(net_->server.lines().empty());
  EXPECT_TRUE(syn(3)->flags.rst);
}

TEST_F(PassiveOpen, ResetWhileWaitingLeavesTheQueue) {
  start();
  open(1);
  open(2);
  SegmentIn reset = from(1, {.rst = true}, Seq(101));
  net_->inject(reset);
  EXPECT_EQ(accept_all(), 1u);
}

// --- Under attack ---------------------------------------------------------------------------------------------------

TEST_F(PassiveOpen, NoScalingAndGlobalParametersUnderAttack) {
  REQUIREMENT("TCP-SECURITY-05");
  auto c = config(ProfileName::kWin2003);
  c.server.tcp.tcp_max_half_open = 2;
  start(c);
  // The interface has its own first time-out; the global one is 3 s.
  net_->server.parameters.tcp.tcp_initial_rtt = 5s;
  EXPECT_TRUE(scaled(1));
  EXPECT_TRUE(scaled(2));
  EXPECT_TRUE(scaled(3));
  EXPECT_FALSE(scaled(4)) << "more than TcpMaxHalfOpen";
  const auto syn_ack = *answer(4);
  net_->trace.clear();
  net_->run_for(3s);
  ASSERT_EQ(answers(), 1u);
  EXPECT_TRUE(answer(4)) << "repeated after the global three seconds, the others after the interface's five";
  EXPECT_FALSE(answer(4)->options.window_shift);
  ack(4, syn_ack);
  const auto id = net_->server.tcp.accept(listener_, 1);
  ASSERT_TRUE(id);
  EXPECT_FALSE(net_->server.tcp.info(*id)->scaling);
}

TEST_F(PassiveOpen, ProfileWithCookiesKeepsScalingUnderAttack) {
  auto c = config(ProfileName::kModern);
  c.server.tcp.tcp_max_half_open = 0;
  start(c);
  EXPECT_TRUE(scaled(1));
  EXPECT_TRUE(scaled(2));
}

TEST_F(PassiveOpen, UnderAttackTheUnwantedAreResetAfterTheHandshake) {
  REQUIREMENT("TCP-SECURITY-06");
  auto c = config(ProfileName::kWin2003);
  c.server.tcp.tcp_max_half_open = 5;
  start(c, 20);
  for (std::uint32_t host = 1; host <= 20; ++host) open(host);  // the queue is full
  EXPECT_TRUE(syn(30)->flags.rst) << "no attack: at once";
  accept_all();
  for (std::uint32_t host = 40; host < 50; ++host) syn(host);  // never completed
  for (std::uint32_t host = 50; host < 70; ++host) open(host);
  const auto syn_ack = syn(80);
  ASSERT_TRUE(syn_ack->flags.syn) << "under attack the handshake goes on";
  const auto reply = ack(80, *syn_ack);
  ASSERT_TRUE(reply);
  EXPECT_TRUE(reply->flags.rst);
  EXPECT_EQ(accept_all(), 20u);
}

TEST_F(PassiveOpen, UnfinishedHandshakesCannotBlockAListener) {
  REQUIREMENT("TCP-SECURITY-04", "TCP-SECURITY-07");
  start(ProfileName::kWin2003, 10);
  int refused = 0;
  for (std::uint32_t host = 1; host <= 200; ++host) refused += syn(host)->flags.rst ? 1 : 0;
  EXPECT_EQ(refused, 6) << "TcpMaxPortsExhausted and one";
  open(500);
  EXPECT_EQ(accept_all(), 1u);
}

// --- The table is full ----------------------------------------------------------------------------------------------

TEST_F(PassiveOpen, OldestHandshakeGivesWayWithoutCookies) {
  start();
  for (std::uint32_t host = 1; host <= HalfOpenTable::kLimit + 10; ++host) {
    net_->trace.clear();
    syn(host);
  }
  EXPECT_EQ(net_->server.tcp.counters().half_open, HalfOpenTable::kLimit);
  const auto last = *answer(HalfOpenTable::kLimit + 10);
  ack(HalfOpenTable::kLimit + 10, last);
  EXPECT_EQ(accept_all(), 1u);
}

TEST_F(PassiveOpen, CookiesCarryTheHandshakeWhenTheTableIsFull) {
  start(ProfileName::kModern);
  for (std::uint32_t host = 1; host <= HalfOpenTable::kLimit; ++host) {
    net_->trace.clear();
    syn(host);
  }
  EXPECT_EQ(net_->server.tcp.counters().syn_cookies_sent, 0u);
  SegmentIn honest = from(200'000, {.syn = true}, Seq(100));
  honest.options.window_shift = WindowShift(3);
  honest.options.timestamps = Timestamps{900, 0};
  honest.options.sack_permitted = true;
  net_->inject(honest);
  EXPECT_EQ(net_->server.tcp.counters().syn_cookies_sent, 1u);
  EXPECT_EQ(net_->server.tcp.counters().half_open, HalfOpenTable::kLimit) << "nothing was kept of it";
  const auto syn_ack = *answer(200'000);

  const std::array<std::byte, 4> data{};
  ack(200'000, syn_ack, data);
  const auto id = net_->server.tcp.accept(listener_, 1);
  ASSERT_TRUE(id);
  const auto info = *net_->server.tcp.info(*id);
  EXPECT_EQ(info.state, "ESTABLISHED");
  EXPECT_EQ(info.receive_queue, 4u);
  EXPECT_TRUE(info.timestamps);
  EXPECT_TRUE(info.sack);

  SegmentIn forged = from(200'001, {.ack = true}, Seq(101));
  forged.ack = Seq(0x12345678);
  net_->inject(forged);
  EXPECT_TRUE(answer(200'001)->flags.rst);
}

}  // namespace
}  // namespace flue::tcp
