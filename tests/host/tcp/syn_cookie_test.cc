#include "host/tcp/syn_cookie.h"

#include <gtest/gtest.h>

#include "tests/support/seed.h"

namespace flue::tcp {
namespace {

using namespace std::chrono_literals;
constexpr TimePoint kNow{1000s};

SegmentIn syn() {
  SegmentIn in;
  in.local = {Ipv4Addr(10, 0, 0, 1), Port(80)};
  in.remote = {Ipv4Addr(10, 0, 0, 2), Port(4000)};
  in.seq = Seq(0xFFFFFFF0);
  in.flags.syn = true;
  in.wnd = RawWindow(64240);
  in.options.mss = 1460;
  return in;
}

SegmentIn ack_of(const SegmentIn& opened, Seq cookie) {
  SegmentIn in = opened;
  in.seq = opened.seq + 1;
  in.ack = cookie + 1;
  in.flags = {.ack = true};
  in.options = {};
  return in;
}

class SynCookieTest : public testing::Test {
 protected:
  SeededRandom random_ = test::random_stream();
  SynCookies cookies_{random_};
};

TEST_F(SynCookieTest, AckBringsBackTheHandshake) {
  const Seq cookie = cookies_.make(syn(), kNow);
  const auto peer = cookies_.check(ack_of(syn(), cookie), kNow + 2s);
  ASSERT_TRUE(peer);
  EXPECT_EQ(peer->irs, syn().seq);
  EXPECT_EQ(peer->peer_mss, 1460);
  EXPECT_FALSE(peer->peer_shift);
  EXPECT_FALSE(peer->sack_permitted);
}

TEST_F(SynCookieTest, MssIsRoundedDown) {
  for (const auto& [offered, kept] : {std::pair{9000, 8960}, {1459, 1452}, {1300, 1200}, {536, 536}, {100, 48}}) {
    SegmentIn opened = syn();
    opened.options.mss = static_cast<std::uint16_t>(offered);
    const auto peer = cookies_.check(ack_of(opened, cookies_.make(opened, kNow)), kNow);
    ASSERT_TRUE(peer);
    EXPECT_EQ(peer->peer_mss, kept);
  }
}

TEST_F(SynCookieTest, IsWorthlessElsewhereAndLater) {
  const Seq cookie = cookies_.make(syn(), kNow);
  SegmentIn other = ack_of(syn(), cookie);
  other.remote.port = Port(4001);
  EXPECT_FALSE(cookies_.check(other, kNow));
  other = ack_of(syn(), cookie);
  other.seq = other.seq + 1;
  EXPECT_FALSE(cookies_.check(other, kNow));
  cookies_.make(syn(), kNow + 120s);  // cookies are still in use then
  EXPECT_TRUE(cookies_.check(ack_of(syn(), cookie), kNow + 60s));
  EXPECT_FALSE(cookies_.check(ack_of(syn(), cookie), kNow + 150s));
}

TEST_F(SynCookieTest, CannotBeGuessed) {
  cookies_.make(syn(), kNow);
  int accepted = 0;
  for (int i = 0; i < 100'000; ++i) {
    const Seq guess(static_cast<std::uint32_t>(random_.next()));
    accepted += cookies_.check(ack_of(syn(), guess), kNow) ? 1 : 0;
  }
  // Two periods of 32, three free bits, 24 bits of hash: one guess in 2^28 fits.
  EXPECT_LE(accepted, 1);
}

TEST_F(SynCookieTest, NoneIsAcceptedUnlessOneWasSent) {
  SynCookies twin = cookies_;
  const Seq cookie = twin.make(syn(), kNow);
  EXPECT_TRUE(twin.check(ack_of(syn(), cookie), kNow));
  EXPECT_FALSE(cookies_.check(ack_of(syn(), cookie), kNow));
}

TEST_F(SynCookieTest, TimestampCarriesShiftAndSack) {
  SegmentIn opened = syn();
  opened.options.window_shift = WindowShift(7);
  opened.options.sack_permitted = true;
  EXPECT_FALSE(SynCookies::reduced(opened).peer_shift) << "no timestamp, no room for it";
  opened.options.timestamps = Timestamps{12345, 0};
  const HalfOpen reduced = SynCookies::reduced(opened);
  EXPECT_EQ(reduced.peer_shift, WindowShift(7));
  EXPECT_TRUE(reduced.sack_permitted);

  for (const std::uint32_t clock : {0u, 5u, 63u, 64u, 1000u, 0xFFFFFFFFu}) {
    const std::uint32_t marked = SynCookies::mark_timestamp(clock, reduced);
    EXPECT_LE(clock - marked, 63u) << "never ahead of the clock, at most 63 ms behind";
    SegmentIn ack = ack_of(opened, cookies_.make(opened, kNow));
    ack.options.timestamps = Timestamps{12400, marked};
    const auto peer = cookies_.check(ack, kNow);
    ASSERT_TRUE(peer);
    EXPECT_EQ(peer->peer_shift, WindowShift(7));
    EXPECT_TRUE(peer->sack_permitted);
    EXPECT_EQ(peer->peer_tsval, 12400u);
  }
}

}  // namespace
}  // namespace flue::tcp
