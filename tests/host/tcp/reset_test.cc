#include "host/tcp/reset.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/support/requirement.h"

namespace flue::tcp {
namespace {

SegmentIn segment(Flags flags) {
  SegmentIn in;
  in.local = {Ipv4Addr(10, 0, 0, 1), Port(80)};
  in.remote = {Ipv4Addr(10, 0, 0, 2), Port(4000)};
  in.seq = Seq(1000);
  in.ack = Seq(5000);
  in.flags = flags;
  return in;
}

TEST(Reset, TakesItsNumberFromTheAcknowledgement) {
  REQUIREMENT("TCP-STATES-06");
  const auto reset = reset_for(segment({.ack = true}));
  ASSERT_TRUE(reset);
  EXPECT_EQ(reset->flags, (Flags{.rst = true}));
  EXPECT_EQ(reset->seq, Seq(5000));
  EXPECT_EQ(reset->local, segment({}).local);
  EXPECT_EQ(reset->remote, segment({}).remote);
}

TEST(Reset, AcknowledgesWhatCarriedNoAcknowledgement) {
  SegmentIn syn = segment({.syn = true});
  const std::array<std::byte, 10> data{};
  syn.payload = data;
  const auto reset = reset_for(syn);
  ASSERT_TRUE(reset);
  EXPECT_EQ(reset->flags, (Flags{.rst = true, .ack = true}));
  EXPECT_EQ(reset->seq, Seq(0));
  EXPECT_EQ(reset->ack, Seq(1011)) << "SYN and ten bytes";
}

TEST(Reset, NeverAnswersAReset) {
  EXPECT_FALSE(reset_for(segment({.rst = true})));
  EXPECT_FALSE(reset_for(segment({.rst = true, .ack = true})));
}

}  // namespace
}  // namespace flue::tcp
