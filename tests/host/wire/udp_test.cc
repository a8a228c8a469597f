#include "host/wire/udp.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "host/wire/ipv4.h"
#include "tests/host/wire/hex.h"
#include "tests/support/requirement.h"

namespace flue::wire {
namespace {

using test::copy_of;
using test::from_hex;

InternetSum pseudo(std::size_t payload_size) {
  return pseudo_header_sum(Ipv4Addr(10, 77, 0, 1), Ipv4Addr(10, 77, 0, 2), kProtocolUdp, kUdpHeaderSize + payload_size);
}

// The 300 bytes of V-30: BOOTP fields, cookie, options, zero padding.
std::vector<std::byte> dhcp_discover() {
  auto message = from_hex("01010600 68256CA8 0000 0000 00000000 00000000 00000000 00000000 00DD01075715");
  message.resize(236);
  const auto options = from_hex("63825363 350101 3D070100DD01075715 0C08444156454D414334 FF");
  message.insert(message.end(), options.begin(), options.end());
  message.resize(300);
  return message;
}

TEST(Udp, LengthCountsHeaderAndData) {
  REQUIREMENT("UDP-03");
  const auto message = dhcp_discover();
  std::vector<std::byte> datagram(kUdpHeaderSize + message.size());
  const auto sum = pseudo_header_sum(Ipv4Addr(), kLimitedBroadcast, kProtocolUdp, datagram.size());
  UdpHeader{Port(68), Port(67)}.emit(datagram, message, sum);
  const auto view = UdpView::parse(datagram);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->length(), 308);
  EXPECT_EQ(view->checksum(), 0x4514);  // recomputed in V-30
  EXPECT_TRUE(view->checksum_ok(sum));
}

TEST(Udp, CutsPaddingOff) {
  const auto datagram = from_hex("0007 0009 000A 0000 AABB 0000");
  const auto view = UdpView::parse(datagram);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->source(), Port(7));
  EXPECT_EQ(view->destination(), Port(9));
  EXPECT_EQ(copy_of(view->payload()), from_hex("AABB"));
}

TEST(Udp, AZeroChecksumMeansNone) {
  auto datagram = from_hex("0007 0009 000A 0000 AABB");
  EXPECT_TRUE(UdpView::parse(datagram)->checksum_ok(pseudo(2)));
  store_be16(datagram, 6, 1);
  EXPECT_FALSE(UdpView::parse(datagram)->checksum_ok(pseudo(2)));
}

TEST(Udp, SendsAComputedZeroAsAllOnes) {
  // The payload is chosen so that the whole sum is 0xFFFF.
  std::vector<std::byte> payload(2);
  std::vector<std::byte> datagram(10);
  UdpHeader{Port(7), Port(9)}.emit(datagram, payload, pseudo(2));
  store_be16(payload, 0, UdpView::parse(datagram)->checksum());
  UdpHeader{Port(7), Port(9)}.emit(datagram, payload, pseudo(2));
  EXPECT_EQ(UdpView::parse(datagram)->checksum(), 0xFFFF);
  EXPECT_TRUE(UdpView::parse(datagram)->checksum_ok(pseudo(2)));
}

TEST(Udp, RefusesWithTheReason) {
  EXPECT_EQ(UdpView::parse(from_hex("0007 0009 0008 00")).error(), ParseError::kTruncated);
  EXPECT_EQ(UdpView::parse(from_hex("0007 0009 0007 0000")).error(), ParseError::kBadLength);
  EXPECT_EQ(UdpView::parse(from_hex("0007 0009 0009 0000")).error(), ParseError::kBadLength);
}

RC_GTEST_PROP(Udp, ParseOfEmitIsIdentity, (std::uint16_t source, std::uint16_t destination)) {
  const std::vector<std::byte> payload(*rc::gen::inRange<std::size_t>(0, 1473), std::byte{0x3C});
  std::vector<std::byte> datagram(kUdpHeaderSize + payload.size());
  const UdpHeader header{Port(source), Port(destination)};
  header.emit(datagram, payload, pseudo(payload.size()));
  const auto view = UdpView::parse(datagram);
  RC_ASSERT(view.has_value());
  RC_ASSERT((UdpHeader{view->source(), view->destination()} == header));
  RC_ASSERT(copy_of(view->payload()) == payload);
  RC_ASSERT(view->checksum() != 0);
  RC_ASSERT(view->checksum_ok(pseudo(payload.size())));
}

}  // namespace
}  // namespace flue::wire
