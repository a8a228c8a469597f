#include "host/wire/arp.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <vector>

#include "tests/host/wire/hex.h"

namespace flue::wire {
namespace {

using test::from_hex;

constexpr const char* kRequest = "0001 0800 06 04 0001 02F10E000001 0A4D0002 000000000000 0A4D0001";

ArpPacket request() {
  return {ArpOperation::kRequest, *MacAddr::parse("02:f1:0e:00:00:01"), Ipv4Addr(10, 77, 0, 2), MacAddr(),
          Ipv4Addr(10, 77, 0, 1)};
}

TEST(Arp, WritesTheLayoutOfRfc826) {
  std::vector<std::byte> packet(ArpPacket::kSize);
  request().emit(packet);
  EXPECT_EQ(packet, from_hex(kRequest));
}

TEST(Arp, ReadsAPaddedPacket) {
  auto packet = from_hex(kRequest);
  packet.resize(46);
  const auto view = ArpView::parse(packet);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->value(), request());
}

TEST(Arp, TakesTheHardwareTypeOfIeee802) {
  auto packet = from_hex(kRequest);
  store_be16(packet, 0, 6);
  EXPECT_TRUE(ArpView::parse(packet));
}

struct BadPacket {
  const char* name;
  std::size_t at;
  std::uint16_t value;
  ParseError error;
};
class ArpRefuses : public ::testing::TestWithParam<BadPacket> {};

TEST_P(ArpRefuses, WithTheReason) {
  auto packet = from_hex(kRequest);
  store_be16(packet, GetParam().at, GetParam().value);
  const auto view = ArpView::parse(packet);
  ASSERT_FALSE(view);
  EXPECT_EQ(view.error(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(Arp, ArpRefuses,
                         ::testing::Values(BadPacket{"Hardware", 0, 7, ParseError::kBadHardwareType},
                                           BadPacket{"Protocol", 2, 0x86DD, ParseError::kBadProtocolType},
                                           BadPacket{"HardwareLength", 4, 0x0804, ParseError::kBadAddressLength},
                                           BadPacket{"ProtocolLength", 4, 0x0610, ParseError::kBadAddressLength},
                                           BadPacket{"Reserved", 6, 0, ParseError::kUnsupportedOperation},
                                           BadPacket{"Reverse", 6, 3, ParseError::kUnsupportedOperation}),
                         [](const auto& test_case) { return test_case.param.name; });

TEST(Arp, RefusesAShortPacket) {
  auto packet = from_hex(kRequest);
  packet.pop_back();
  const auto view = ArpView::parse(packet);
  ASSERT_FALSE(view);
  EXPECT_EQ(view.error(), ParseError::kTruncated);
}

RC_GTEST_PROP(Arp, ParseOfEmitIsIdentity,
              (bool reply, std::array<std::uint8_t, 6> sender, std::array<std::uint8_t, 6> target,
               std::uint32_t sender_address, std::uint32_t target_address)) {
  const ArpPacket packet{reply ? ArpOperation::kReply : ArpOperation::kRequest, MacAddr(sender),
                         Ipv4Addr(sender_address), MacAddr(target), Ipv4Addr(target_address)};
  std::vector<std::byte> bytes(ArpPacket::kSize);
  packet.emit(bytes);
  const auto view = ArpView::parse(bytes);
  RC_ASSERT(view.has_value());
  RC_ASSERT(view->value() == packet);
}

}  // namespace
}  // namespace flue::wire
