#include "host/wire/ipv4.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "tests/host/wire/hex.h"
#include "tests/host/wire/vectors.h"
#include "tests/support/requirement.h"

namespace flue::wire {
namespace {

using test::copy_of;
using test::from_hex;

TEST(Ipv4, ReadsTheHeaderOfV16) {
  REQUIREMENT("IP-24");
  const auto frame = from_hex(test::kV16);
  const auto view = Ipv4View::parse(Bytes(frame).subspan(14));
  ASSERT_TRUE(view);
  EXPECT_EQ(view->header_size(), 20u);
  EXPECT_EQ(view->tos(), 0);
  EXPECT_EQ(view->total_length(), 43);
  EXPECT_EQ(view->id(), 0xEA83);
  EXPECT_TRUE(view->dont_fragment());
  EXPECT_FALSE(view->is_fragment());
  EXPECT_EQ(view->ttl(), 32);
  EXPECT_EQ(view->protocol(), kProtocolTcp);
  EXPECT_EQ(view->checksum(), 0xF585);
  EXPECT_EQ(view->source(), Ipv4Addr(204, 182, 66, 83));
  EXPECT_EQ(view->destination(), Ipv4Addr(199, 181, 164, 4));
  EXPECT_EQ(view->payload().size(), 23u);
  EXPECT_TRUE(view->checksum_ok());
}

TEST(Ipv4, WritesTheHeaderOfV16) {
  REQUIREMENT("IP-24", "IP-22");
  Ipv4Header header;
  header.id = 0xEA83;
  header.dont_fragment = true;
  header.ttl = 32;
  header.protocol = kProtocolTcp;
  header.source = Ipv4Addr(204, 182, 66, 83);
  header.destination = Ipv4Addr(199, 181, 164, 4);
  std::vector<std::byte> bytes(header.size());
  header.emit(bytes, 23);
  EXPECT_EQ(bytes, copy_of(Bytes(from_hex(test::kV16)).subspan(14, 20)));
}

TEST(Ipv4, ADifferentBitFailsTheChecksum) {
  REQUIREMENT("IP-24");
  auto datagram = from_hex(test::kV14Datagram);
  for (std::size_t bit = 0; bit < 20 * 8; ++bit) {
    auto changed = datagram;
    changed[bit / 8] ^= std::byte{1} << (bit % 8);
    const auto view = Ipv4View::parse_quoted(changed);
    EXPECT_FALSE(view && view->checksum_ok()) << "bit " << bit;
  }
}

TEST(Ipv4, CutsLinkPaddingOff) {
  auto datagram = from_hex("4500 0016 0000 0000 4011 0000 0A4D0001 0A4D0002 BEEF 0000 0000");
  const auto view = Ipv4View::parse(datagram);
  ASSERT_TRUE(view);
  EXPECT_EQ(copy_of(view->payload()), from_hex("BEEF"));
  EXPECT_EQ(view->datagram().size(), 22u);
}

TEST(Ipv4, ShowsOptionsAndFragmentFields) {
  const auto datagram = from_hex("4600 001C 1234 20B9 4011 0000 0A4D0001 0A4D0002 94040000 AABBCCDD");
  const auto view = Ipv4View::parse(datagram);
  ASSERT_TRUE(view);
  EXPECT_EQ(copy_of(view->options()), from_hex("94040000"));
  EXPECT_TRUE(view->more_fragments());
  EXPECT_FALSE(view->dont_fragment());
  EXPECT_EQ(view->fragment_offset(), 1480u);
  EXPECT_EQ(copy_of(view->payload()), from_hex("AABBCCDD"));
}

struct BadHeader {
  const char* name;
  const char* datagram;
  ParseError error;
};
class Ipv4Refuses : public ::testing::TestWithParam<BadHeader> {};

TEST_P(Ipv4Refuses, WithTheReason) {
  const auto view = Ipv4View::parse(from_hex(GetParam().datagram));
  ASSERT_FALSE(view);
  EXPECT_EQ(view.error(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Ipv4, Ipv4Refuses,
    ::testing::Values(
        BadHeader{"Empty", "", ParseError::kTruncated},
        BadHeader{"Short", "4500 0014 0000 0000 4011 0000 0A4D0001 0A4D00", ParseError::kTruncated},
        BadHeader{"Version6", "6500 0014 0000 0000 4011 0000 0A4D0001 0A4D0002", ParseError::kBadVersion},
        BadHeader{"HeaderOf16", "4400 0014 0000 0000 4011 0000 0A4D0001 0A4D0002", ParseError::kBadHeaderLength},
        BadHeader{"HeaderBeyondData", "4600 0014 0000 0000 4011 0000 0A4D0001 0A4D0002", ParseError::kBadHeaderLength},
        BadHeader{"LengthBelowHeader", "4500 0013 0000 0000 4011 0000 0A4D0001 0A4D0002", ParseError::kBadLength},
        BadHeader{"LengthBeyondData", "4500 0015 0000 0000 4011 0000 0A4D0001 0A4D0002", ParseError::kBadLength}),
    [](const auto& test_case) { return test_case.param.name; });

TEST(Ipv4, QuotedMayBeShorterThanItsLength) {
  const auto quoted = from_hex("4500 0404 B301 4000 2001 C91E 0A636309 0A63630A 0800BC5F 01009500");
  EXPECT_FALSE(Ipv4View::parse(quoted));
  const auto view = Ipv4View::parse_quoted(quoted);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->total_length(), 1028);
  EXPECT_EQ(view->payload().size(), 8u);
  EXPECT_TRUE(view->checksum_ok());
  EXPECT_EQ(Ipv4View::parse_quoted(Bytes(quoted).first(19)).error(), ParseError::kTruncated);
}

TEST(Ipv4, PadsOptionsWithEndOfOptions) {
  const auto options = from_hex("0704 04");
  Ipv4Header header;
  header.options = options;
  std::vector<std::byte> bytes(header.size(), std::byte{0xEE});
  header.emit(bytes, 0);
  const auto view = Ipv4View::parse(bytes);
  ASSERT_TRUE(view);
  EXPECT_EQ(copy_of(view->options()), from_hex("07040400"));
  EXPECT_TRUE(view->checksum_ok());
}

RC_GTEST_PROP(Ipv4, ParseOfEmitIsIdentity,
              (std::uint8_t tos, std::uint16_t id, bool dont_fragment, bool more, std::uint8_t ttl,
               std::uint8_t protocol, std::uint32_t source, std::uint32_t destination)) {
  const auto words = *rc::gen::inRange<std::size_t>(0, 11);
  const std::vector<std::byte> options(words * 4, std::byte{1});
  const auto offset = 8u * *rc::gen::inRange<std::uint32_t>(0, 0x2000);
  const Ipv4Header header{
      tos, id, dont_fragment, more, offset, ttl, protocol, Ipv4Addr(source), Ipv4Addr(destination), options};
  const auto payload_size = *rc::gen::inRange<std::size_t>(0, 1481);
  std::vector<std::byte> bytes(header.size() + payload_size);
  header.emit(bytes, payload_size);

  const auto view = Ipv4View::parse(bytes);
  RC_ASSERT(view.has_value());
  RC_ASSERT(view->checksum_ok());
  RC_ASSERT(view->tos() == tos);
  RC_ASSERT(view->id() == id);
  RC_ASSERT(view->dont_fragment() == dont_fragment);
  RC_ASSERT(view->more_fragments() == more);
  RC_ASSERT(view->fragment_offset() == offset);
  RC_ASSERT(view->ttl() == ttl);
  RC_ASSERT(view->protocol() == protocol);
  RC_ASSERT(view->source().bits() == source);
  RC_ASSERT(view->destination().bits() == destination);
  RC_ASSERT(copy_of(view->options()) == options);
  RC_ASSERT(view->payload().size() == payload_size);
}

}  // namespace
}  // namespace flue::wire
