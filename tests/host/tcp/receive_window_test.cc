#include "host/tcp/receive_window.h"

#include <gtest/gtest.h>

#include "tests/host/tcp/connection_harness.h"
#include "tests/support/requirement.h"

namespace flue::tcp::test {
namespace {

constexpr std::uint64_t kMbit = 1'000'000;

struct WindowCase {
  const char* name;
  ProfileName profile;
  std::uint64_t speed;
  std::uint32_t mss;
  std::uint32_t window;
  const char* requirement;
};

class DefaultWindow : public ::testing::TestWithParam<WindowCase> {};

TEST_P(DefaultWindow, IsThatOfV08) {
  REQUIREMENT(GetParam().requirement, "TCP-WINDOW-03");
  const TcpParameters parameters = profile_parameters(GetParam().profile).tcp;
  EXPECT_EQ(receive_window_default(parameters, GetParam().speed, GetParam().mss), GetParam().window);
}

INSTANTIATE_TEST_SUITE_P(
    V08, DefaultWindow,
    ::testing::Values(WindowCase{"Nt4Ethernet", ProfileName::kNt4, 100 * kMbit, 1460, 8760, "TCP-WINDOW-04"},
                      WindowCase{"Nt4Gigabit", ProfileName::kNt4, 1000 * kMbit, 1460, 8760, "TCP-WINDOW-04"},
                      WindowCase{"Nt4Fddi", ProfileName::kNt4, 100 * kMbit, 4312, 17248, "TCP-WINDOW-04"},
                      WindowCase{"Nt4SmallMss", ProfileName::kNt4, 10 * kMbit, 536, 8576, "TCP-WINDOW-04"},
                      WindowCase{"Nt4HugeMssStaysBelow64K", ProfileName::kNt4, 10 * kMbit, 20000, 60000,
                                 "TCP-WINDOW-05"},
                      WindowCase{"Ethernet10", ProfileName::kWin2003, 10 * kMbit, 1460, 17520, "TCP-WINDOW-10"},
                      WindowCase{"Ethernet100", ProfileName::kWin2003, 100 * kMbit, 1460, 17520, "TCP-WINDOW-10"},
                      WindowCase{"SmallMss", ProfileName::kWin2003, 100 * kMbit, 536, 16616, "TCP-WINDOW-09"},
                      WindowCase{"Modem", ProfileName::kWin2003, 56'000, 1460, 8760, "TCP-WINDOW-09"},
                      WindowCase{"Gigabit", ProfileName::kWin2003, 1000 * kMbit, 1460, 64240, "TCP-WINDOW-11"},
                      WindowCase{"Win2000", ProfileName::kWin2000, 1000 * kMbit, 1460, 17520, "TCP-WINDOW-03"}),
    [](const auto& instance) { return instance.param.name; });

TEST(ReceiveWindow, ParameterPrecedesTheAutomaticValueAndTheGlobalCap) {
  REQUIREMENT("TCP-WINDOW-06", "TCP-WINDOW-07", "TCP-WINDOW-08", "TCP-WINDOW-12");
  TcpParameters parameters = profile_parameters(ProfileName::kWin2003).tcp;
  parameters.global_max_tcp_window = 10000;
  EXPECT_EQ(default_receive_buffer(parameters, 1000 * kMbit), 10000u);
  parameters.tcp_window_size = 32000;
  EXPECT_EQ(default_receive_buffer(parameters, 1000 * kMbit), 32000u);
}

TEST(ReceiveWindow, ShiftIsTheSmallestThatTellsTheWindow) {
  REQUIREMENT("TCP-WINDOW-13", "TCP-WINDOW-21");
  EXPECT_EQ(shift_for(65535).count(), 0u);
  EXPECT_EQ(shift_for(65536).count(), 1u);
  EXPECT_EQ(shift_for(1'048'561).count(), 5u);
  EXPECT_EQ(shift_for(1u << 30).count(), 14u);
  EXPECT_EQ((RawWindow(0x7FFF) << WindowShift(5)).bytes(), 1'048'544u);  // V-09
}

TEST(ReceiveWindow, IsRoundedToTheNegotiatedMss) {
  REQUIREMENT("TCP-WINDOW-03");
  OneConnection c;
  c.config.receive_buffer = default_receive_buffer(c.parameters, 100 * kMbit);
  c.peer_options.mss = 536;
  c.connect();
  EXPECT_EQ(c.tcb.receive_buffer, 16616u);
}

TEST(ReceiveWindow, SynCarriesItUnscaledAndLaterSegmentsScaled) {
  REQUIREMENT("TCP-WINDOW-14", "TCP-WINDOW-15", "TCP-WINDOW-16", "TCP-WINDOW-18", "TCP-WINDOW-19");
  OneConnection c;
  c.config.receive_buffer = 1'000'000;
  c.peer_options.window_shift = WindowShift(3);
  c.start_active();
  const Sent syn = c.take_one();
  EXPECT_EQ(syn.segment.wnd.field(), 65535);
  ASSERT_TRUE(syn.segment.options.window_shift);
  EXPECT_EQ(syn.segment.options.window_shift->count(), 4u);
  SegmentIn syn_ack = c.peer_segment({.syn = true, .ack = true}, c.kPeerIss, c.kIss + 1);
  syn_ack.wnd = RawWindow(50000);
  c.receive(syn_ack);
  EXPECT_EQ(c.tcb.snd_wnd.bytes(), 50000u) << "the peer's SYN is not scaled either";
  EXPECT_EQ(c.take_one().segment.wnd.field(), c.tcb.receive_buffer >> 4);
  c.send("x");
  c.sent.clear();
  c.peer_wnd = RawWindow(1000);
  c.receive_ack(c.tcb.snd_max);
  EXPECT_EQ(c.tcb.snd_wnd.bytes(), 8000u);
}

TEST(ReceiveWindow, WithoutTheOptionInTheSynAckNothingIsScaled) {
  REQUIREMENT("TCP-WINDOW-14", "TCP-WINDOW-17");
  OneConnection c;
  c.config.receive_buffer = 1'000'000;
  c.connect();
  EXPECT_FALSE(c.tcb.scaling);
  EXPECT_EQ(c.tcb.receive_buffer, 64240u);
  SegmentIn late = c.peer_segment({.ack = true}, c.peer_seq, c.tcb.snd_max.raw());
  late.options.window_shift = WindowShift(7);
  c.receive(late);
  EXPECT_EQ(c.tcb.snd_wnd.bytes(), 65535u) << "Window Scale without SYN counts for nothing";
}

TEST(ReceiveWindow, OpensByAtLeastOneSegment) {
  REQUIREMENT("TCP-SWS-02");
  OneConnection c;
  c.config.receive_buffer = 8760;
  c.connect();
  for (int i = 0; i < 6; ++i) c.receive_data(pattern(1460));
  EXPECT_EQ(c.sent.back().segment.wnd.field(), 0);
  c.sent.clear();
  consume(c.tcb, 1459, c.now);
  c.pump();
  EXPECT_TRUE(c.sent.empty()) << "less than a segment is not offered";
  c.receive(c.peer_segment({.ack = true}, c.peer_seq - 1, c.tcb.snd_max.raw()));
  EXPECT_EQ(c.take_one().segment.wnd.field(), 0) << "nor in an ACK that leaves anyway";
  consume(c.tcb, 1, c.now);
  c.pump();
  EXPECT_EQ(c.take_one().segment.wnd.field(), 1460) << "a whole one is told at once";
}

TEST(ReceiveWindow, BytesUnreadElsewhereCountAgainstIt) {
  OneConnection c;
  c.config.receive_buffer = 17520;
  c.connect();
  c.receive_data(pattern(1460));
  c.receive_data(pattern(1460));
  c.sent.clear();
  set_unread_elsewhere(c.tcb, 2920, c.now);
  EXPECT_EQ(c.read_all().size(), 2920u);
  c.receive_data(pattern(1460));
  c.receive_data(pattern(1460));
  EXPECT_EQ(c.take_one().segment.wnd.field(), 17520 - 4 * 1460);
  EXPECT_EQ(receive_space(c.tcb), 17520u - 4 * 1460);
}

TEST(ReceiveWindow, LargerBufferKeepsQueuedDataAndSmallerOneTheEdge) {
  OneConnection c;
  c.config.receive_buffer = 17520;
  c.connect();
  const std::string text = pattern(10000);
  c.receive_data(text.substr(0, 1460));
  const Seq edge = c.tcb.rcv_adv;
  set_receive_buffer(c.tcb, 4000, c.now);
  c.pump();
  EXPECT_EQ(c.tcb.rcv_adv, edge) << "the right edge never retreats";
  set_receive_buffer(c.tcb, 60000, c.now);
  c.receive_data(text.substr(1460, 1460));
  EXPECT_EQ(c.read_all(), text.substr(0, 2920));
}

}  // namespace
}  // namespace flue::tcp::test
