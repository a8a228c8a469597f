#include "host/tcp/handshake.h"

#include <gtest/gtest.h>

#include "tests/host/tcp/connection_harness.h"
#include "tests/support/requirement.h"

namespace flue::tcp::test {
namespace {

TEST(Handshake, ActiveOpen) {
  REQUIREMENT("TCP-SETUP-04", "TCP-STATES-01");
  OneConnection c;
  c.start_active();
  const Sent syn = c.take_one();
  EXPECT_EQ(syn.segment.flags, (Flags{.syn = true}));
  EXPECT_TRUE(syn.data.empty());
  EXPECT_EQ(syn.segment.ack, Seq(0));
  const InputResult result = c.receive(c.peer_segment({.syn = true, .ack = true}, c.kPeerIss, c.kIss + 1));
  EXPECT_TRUE(result.notices.established);
  EXPECT_EQ(c.tcb.state, State::kEstablished);
  const Sent ack = c.take_one();
  EXPECT_EQ(ack.segment.flags, (Flags{.ack = true}));
  EXPECT_EQ(ack.segment.ack, Seq(c.kPeerIss + 1));
  EXPECT_TRUE(ack.data.empty());
}

TEST(Handshake, PassiveOpen) {
  REQUIREMENT("TCP-SETUP-05");
  OneConnection c;
  c.start_passive();
  const Sent syn_ack = c.take_one();
  EXPECT_EQ(syn_ack.segment.flags, (Flags{.syn = true, .ack = true}));
  EXPECT_EQ(syn_ack.segment.ack, Seq(c.kPeerIss + 1));
  const InputResult result = c.receive_ack(c.kIss + 1);
  EXPECT_TRUE(result.notices.established);
  EXPECT_EQ(c.tcb.state, State::kEstablished);
  EXPECT_TRUE(c.sent.empty());
}

TEST(Handshake, FirstDataMayComeWithTheAck) {
  OneConnection c;
  c.start_passive();
  c.take();
  const InputResult result = c.receive_data("GET /");
  EXPECT_TRUE(result.notices.established && result.notices.readable);
  EXPECT_EQ(c.read_all(), "GET /");
}

TEST(Handshake, LostSynAckIsRepeatedForARepeatedSyn) {
  OneConnection c;
  c.start_passive();
  c.take();
  const InputResult result = c.receive(c.peer_segment({.syn = true}, c.kPeerIss, 0));
  EXPECT_EQ(result.drop, SegmentDrop::kDuplicate);
  EXPECT_TRUE(c.take_one().segment.flags.syn);
}

TEST(Handshake, CrossingSynsGiveOneConnection) {
  OneConnection a;
  OneConnection b;
  std::swap(b.config.local, b.config.remote);
  b.config.iss = Seq(77000);
  a.start_active();
  b.start_active();
  const Sent syn_a = a.take_one();
  const Sent syn_b = b.take_one();
  a.receive(syn_b.arriving());
  b.receive(syn_a.arriving());
  EXPECT_EQ(a.tcb.state, State::kSynReceived);
  const Sent answer_a = a.take_one();
  const Sent answer_b = b.take_one();
  EXPECT_EQ(answer_a.segment.flags, (Flags{.syn = true, .ack = true}));
  EXPECT_TRUE(a.receive(answer_b.arriving()).notices.established);
  EXPECT_TRUE(b.receive(answer_a.arriving()).notices.established);
  EXPECT_EQ(a.tcb.state, State::kEstablished);
  EXPECT_EQ(b.tcb.state, State::kEstablished);
  EXPECT_TRUE(a.sent.empty());
}

TEST(Handshake, DataWrittenBeforeItIsCompleteFollow) {
  OneConnection c;
  c.start_active();
  EXPECT_EQ(c.send("early"), 5u);
  shutdown_send(c.tcb, c.now);
  c.take();
  c.receive(c.peer_segment({.syn = true, .ack = true}, c.kPeerIss, c.kIss + 1));
  EXPECT_EQ(c.tcb.state, State::kFinWait1);
  const Sent data = c.take_one();
  EXPECT_EQ(data.data, "early");
  EXPECT_TRUE(data.segment.flags.fin && data.segment.flags.ack);
}

TEST(Handshake, OldSynAckIsAnsweredByReset) {
  OneConnection c;
  c.start_active();
  c.take();
  for (const std::uint32_t ack : {c.kIss, c.kIss + 2}) {
    const InputResult result = c.receive(c.peer_segment({.syn = true, .ack = true}, c.kPeerIss, ack));
    EXPECT_EQ(result.drop, SegmentDrop::kBadHandshake);
    ASSERT_TRUE(result.reset);
    EXPECT_EQ(result.reset->seq, Seq(ack));
    EXPECT_EQ(c.tcb.state, State::kSynSent);
  }
}

TEST(Handshake, ResetThatAcknowledgesTheSynRefuses) {
  REQUIREMENT("TCP-SETUP-06", "TCP-STATES-07");
  OneConnection c;
  c.start_active();
  EXPECT_EQ(c.receive(c.peer_segment({.rst = true}, 0, 0)).drop, SegmentDrop::kBadHandshake);
  EXPECT_EQ(c.receive(c.peer_segment({.rst = true, .ack = true}, 0, c.kIss)).reset, std::nullopt);
  EXPECT_EQ(c.tcb.state, State::kSynSent);
  const InputResult result = c.receive(c.peer_segment({.rst = true, .ack = true}, 0, c.kIss + 1));
  EXPECT_TRUE(result.notices.closed);
  EXPECT_EQ(result.notices.reason, CloseReason::kRefused);
}

TEST(Handshake, BareAckOrFinInSynSentIsIgnored) {
  OneConnection c;
  c.start_active();
  c.take();
  EXPECT_EQ(c.receive(c.peer_segment({.ack = true}, c.kPeerIss, c.kIss + 1)).drop, SegmentDrop::kBadHandshake);
  EXPECT_EQ(c.receive(c.peer_segment({.fin = true}, c.kPeerIss, 0)).drop, SegmentDrop::kBadHandshake);
  EXPECT_EQ(c.tcb.state, State::kSynSent);
  EXPECT_TRUE(c.sent.empty());
}

TEST(Handshake, CompletesFromARecordKeptWithoutATcb) {
  OneConnection c;
  HalfOpen half;
  half.irs = Seq(c.kPeerIss);
  half.peer_mss = 1200;
  half.peer_shift = WindowShift(2);
  half.sack_permitted = true;
  half.peer_tsval = 7000;
  half.peer_wnd = RawWindow(5000);
  open_half_open(c.tcb, c.config, half, c.now);
  c.pump();
  EXPECT_TRUE(c.sent.empty()) << "the SYN-ACK left before";
  c.peer_wnd = RawWindow(5000);
  EXPECT_TRUE(c.receive_ack(c.kIss + 1).notices.established);
  EXPECT_EQ(c.tcb.snd_wnd.bytes(), 20000u);
  EXPECT_EQ(send_mss(c.tcb), 1188u);
  c.send(pattern(3000));
  EXPECT_EQ(c.sent.size(), 2u);
}

TEST(Handshake, ChangesSegmentsOfBothSidesMss) {
  REQUIREMENT("PMTU-02", "PMTU-03");
  OneConnection c;
  c.peer_options.mss = 1000;
  c.connect();
  EXPECT_EQ(send_mss(c.tcb), 1000u);
  OneConnection d;
  d.config.own_mss = 1200;
  d.connect();
  EXPECT_EQ(send_mss(d.tcb), 1200u);
  OneConnection e;
  e.peer_options.mss.reset();
  e.connect();
  EXPECT_EQ(send_mss(e.tcb), 536u);
}

}  // namespace
}  // namespace flue::tcp::test
