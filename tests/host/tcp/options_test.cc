#include "host/tcp/options.h"

#include <gtest/gtest.h>

#include "tests/host/tcp/connection_harness.h"
#include "tests/support/requirement.h"

namespace flue::tcp::test {
namespace {

struct OfferCase {
  const char* name;
  ProfileName profile;
  std::optional<std::uint32_t> tcp_1323_opts;
  std::uint32_t receive_buffer;
  bool scaling, timestamps, sack;
};

class Offer : public ::testing::TestWithParam<OfferCase> {};

TEST_P(Offer, IsWhatTheParametersSay) {
  REQUIREMENT("TCP-TSOPT-06", "TCP-WINDOW-19", "TCP-SETUP-12", "TCP-SACK-01", "TCP-SACK-02");
  OneConnection c(GetParam().profile);
  if (GetParam().tcp_1323_opts) c.parameters.tcp_1323_opts = GetParam().tcp_1323_opts;
  c.config.receive_buffer = GetParam().receive_buffer;
  c.start_active();
  const Options options = c.take_one().segment.options;
  EXPECT_EQ(options.mss, 1460);
  EXPECT_EQ(options.window_shift.has_value(), GetParam().scaling);
  EXPECT_EQ(options.timestamps.has_value(), GetParam().timestamps);
  EXPECT_EQ(options.sack_permitted, GetParam().sack);
  if (options.timestamps) EXPECT_EQ(options.timestamps->tsecr, 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Syn, Offer,
    ::testing::Values(OfferCase{"Win2003", ProfileName::kWin2003, {}, 64240, false, false, true},
                      OfferCase{"Win2003LargeBuffer", ProfileName::kWin2003, {}, 65536, true, false, true},
                      OfferCase{"Win2003Off", ProfileName::kWin2003, 0, 1 << 20, false, false, true},
                      OfferCase{"Win2003Scaling", ProfileName::kWin2003, 1, 17520, true, false, true},
                      OfferCase{"Win2003Timestamps", ProfileName::kWin2003, 2, 1 << 20, false, true, true},
                      OfferCase{"Win2003Both", ProfileName::kWin2003, 3, 17520, true, true, true},
                      OfferCase{"Win2000", ProfileName::kWin2000, {}, 17520, true, true, true},
                      OfferCase{"Modern", ProfileName::kModern, {}, 1 << 18, true, true, true},
                      OfferCase{"Nt4", ProfileName::kNt4, 3, 1 << 20, false, false, false}),
    [](const auto& instance) { return instance.param.name; });

TEST(Answer, MirrorsTheSyn) {
  REQUIREMENT("TCP-SETUP-13", "TCP-WINDOW-20", "TCP-TSOPT-05", "TCP-TSOPT-06");
  OneConnection plain;
  plain.start_passive();
  const Options none = plain.take_one().segment.options;
  EXPECT_FALSE(none.window_shift || none.timestamps || none.sack_permitted);
  OneConnection full;
  full.peer_options.window_shift = WindowShift(3);
  full.peer_options.timestamps = Timestamps{1234, 0};
  full.peer_options.sack_permitted = true;
  full.start_passive();
  const Options all = full.take_one().segment.options;
  ASSERT_TRUE(all.window_shift && all.timestamps && all.sack_permitted);
  EXPECT_EQ(all.window_shift->count(), 0u) << "able to scale, own factor 1";
  EXPECT_EQ(all.timestamps->tsecr, 1234u);
}

TEST(Answer, ParameterForbidsIt) {
  OneConnection c;
  c.parameters.tcp_1323_opts = 0;
  c.parameters.sack_opts = false;
  c.peer_options.window_shift = WindowShift(3);
  c.peer_options.timestamps = Timestamps{1234, 0};
  c.peer_options.sack_permitted = true;
  c.start_passive();
  const Options options = c.take_one().segment.options;
  EXPECT_FALSE(options.window_shift || options.timestamps || options.sack_permitted);
}

TEST(Answer, Nt4KnowsNoneOfThem) {
  REQUIREMENT("TCP-WINDOW-05", "TCP-SACK-01", "TCP-TSOPT-01");
  OneConnection c(ProfileName::kNt4);
  c.peer_options.window_shift = WindowShift(3);
  c.peer_options.timestamps = Timestamps{1234, 0};
  c.peer_options.sack_permitted = true;
  c.start_passive();
  const Options options = c.take_one().segment.options;
  EXPECT_FALSE(options.window_shift || options.timestamps || options.sack_permitted);
}

TEST(Timestamps, CostTwelveBytesOfEverySegment) {
  REQUIREMENT("TCP-TSOPT-07", "PMTU-03");
  OneConnection c;
  c.peer_options.timestamps = Timestamps{7000, 0};
  c.accept();
  c.send(pattern(2000));
  EXPECT_EQ(c.take().front().data.size(), 1448u);
}

TEST(Timestamps, EchoTheSegmentThatTheAckAnswers) {
  REQUIREMENT("TCP-TSOPT-03", "TCP-TSOPT-04");
  OneConnection c;
  c.peer_options.timestamps = Timestamps{7000, 0};
  c.accept();
  // Delayed ACK: of two segments the earlier one is echoed.
  c.peer_tsval = 7100;
  c.receive_data("a");
  c.peer_tsval = 7200;
  c.receive_data("b");
  EXPECT_EQ(c.take_one().segment.options.timestamps->tsecr, 7100u);
  // A hole: what the last ACK echoed stays, not what lies behind the hole.
  c.peer_tsval = 7300;
  c.receive(c.peer_segment({.ack = true}, c.peer_seq + 100, c.tcb.snd_max.raw(), "z"));
  EXPECT_EQ(c.take_one().segment.options.timestamps->tsecr, 7100u);
}

TEST(Sack, FourBlocksOrThreeBesideTimestamps) {
  REQUIREMENT("TCP-SACK-03", "TCP-SACK-05", "TCP-SACK-08");
  for (const bool timestamps : {false, true}) {
    OneConnection c;
    c.peer_options.sack_permitted = true;
    if (timestamps) c.peer_options.timestamps = Timestamps{7000, 0};
    c.accept();
    for (std::uint32_t i = 1; i <= 5; ++i) {
      c.receive(c.peer_segment({.ack = true}, c.peer_seq + i * 100, c.tcb.snd_max.raw(), "0123456789"));
    }
    const SegmentOut& ack = c.sent.back().segment;
    EXPECT_EQ(ack.ack, Seq(c.peer_seq)) << "the left edge of the window";
    EXPECT_EQ(ack.options.sack.count, timestamps ? 3 : 4);
    EXPECT_EQ(ack.options.sack.block[0], (SackBlock{Seq(c.peer_seq + 500), Seq(c.peer_seq + 510)}));
  }
}

TEST(Sack, IsNotSentToAPeerThatDidNotPermitIt) {
  REQUIREMENT("TCP-SACK-02");
  OneConnection c;
  c.accept();
  c.receive(c.peer_segment({.ack = true}, c.peer_seq + 100, c.tcb.snd_max.raw(), "x"));
  EXPECT_EQ(c.take_one().segment.options.sack.count, 0);
}

}  // namespace
}  // namespace flue::tcp::test
