#include "host/wire/ethernet.h"

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

MacAddr mac(const char* text) { return *MacAddr::parse(text); }

TEST(Ethernet, ReadsTheFrameOfV13) {
  REQUIREMENT("LINK-31");
  const auto frame = from_hex(test::kV13);
  const auto view = EthernetView::parse(frame);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->destination(), mac("00-AA-00-4B-B1-47"));
  EXPECT_EQ(view->source(), mac("00-AA-00-3E-52-EF"));
  EXPECT_EQ(view->type(), kEtherTypeIpv4);
  EXPECT_EQ(view->payload().size(), 56u);  // IP length = frame - 14
  EXPECT_FALSE(view->is_snap());
  EXPECT_FALSE(view->vlan_tag());
}

TEST(Ethernet, AcceptsBothDixAndSnap) {
  REQUIREMENT("LINK-05");
  const auto dix = from_hex("0200000000FF 020000000001 0806 A1 B2");
  const auto snap = from_hex("0200000000FF 020000000001 000A AAAA03 000000 0806 A1 B2 00 00");  // padded
  for (const auto* frame : {&dix, &snap}) {
    const auto view = EthernetView::parse(*frame);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->type(), kEtherTypeArp);
    EXPECT_EQ(copy_of(view->payload()), from_hex("A1 B2"));
    EXPECT_EQ(view->is_snap(), frame == &snap);
  }
}

TEST(Ethernet, SendsDixByDefaultAndSnapOnRequest) {
  REQUIREMENT("LINK-05", "LINK-04");
  EthernetHeader header{mac("02-00-00-00-00-FF"), mac("02-00-00-00-00-01"), kEtherTypeIpv4, false, {}};
  std::vector<std::byte> frame(header.size());
  header.emit(frame, 100);
  EXPECT_EQ(frame, from_hex("0200000000FF 020000000001 0800"));
  header.snap = true;
  frame.resize(header.size());
  header.emit(frame, 100);
  EXPECT_EQ(frame, from_hex("0200000000FF 020000000001 006C AAAA03 000000 0800"));
}

TEST(Ethernet, RecognisesOneTag) {
  const auto frame = from_hex("0200000000FF 020000000001 8100 A005 0800 45");
  const auto view = EthernetView::parse(frame);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->vlan_tag(), 0xA005);
  EXPECT_EQ(view->type(), kEtherTypeIpv4);
  EXPECT_EQ(copy_of(view->payload()), from_hex("45"));
}

struct BadFrame {
  const char* name;
  const char* frame;
  ParseError error;
};
class EthernetRefuses : public ::testing::TestWithParam<BadFrame> {};

TEST_P(EthernetRefuses, WithTheReason) {
  const auto view = EthernetView::parse(from_hex(GetParam().frame));
  ASSERT_FALSE(view);
  EXPECT_EQ(view.error(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Ethernet, EthernetRefuses,
    ::testing::Values(
        BadFrame{"Empty", "", ParseError::kTruncated},
        BadFrame{"OneByteShort", "0200000000FF 020000000001 08", ParseError::kTruncated},
        BadFrame{"CutInTheTag", "0200000000FF 020000000001 8100 A005 08", ParseError::kTruncated},
        BadFrame{"NeitherTypeNorLength", "0200000000FF 020000000001 05DD AAAA03 000000 0800",
                 ParseError::kUnknownFrame},
        BadFrame{"LengthBeyondTheFrame", "0200000000FF 020000000001 0009 AAAA03 000000 0800", ParseError::kBadLength},
        BadFrame{"ShortLength", "0200000000FF 020000000001 0007 AAAA03 000000 0800", ParseError::kUnknownFrame},
        BadFrame{"OtherLlc", "0200000000FF 020000000001 0008 424203 000000 0800", ParseError::kUnknownFrame},
        BadFrame{"OtherOui", "0200000000FF 020000000001 0008 AAAA03 00000C 2000", ParseError::kUnknownFrame}),
    [](const auto& test_case) { return test_case.param.name; });

RC_GTEST_PROP(Ethernet, ParseOfEmitIsIdentity, (std::uint8_t first, std::uint8_t last, bool snap, bool tagged)) {
  EthernetHeader header;
  header.destination = MacAddr({first, 1, 2, 3, 4, last});
  header.source = MacAddr({last, 5, 6, 7, 8, first});
  header.type = *rc::gen::inRange<std::uint16_t>(0x0600, 0xFFFF);
  RC_PRE(header.type != kEtherTypeVlan);
  header.snap = snap;
  if (tagged) header.vlan_tag = *rc::gen::arbitrary<std::uint16_t>();
  const auto payload_size = *rc::gen::inRange<std::size_t>(0, kSnapPayloadLimit + 1);
  std::vector<std::byte> frame(header.size() + payload_size, std::byte{0x5A});
  header.emit(frame, payload_size);

  const auto view = EthernetView::parse(frame);
  RC_ASSERT(view.has_value());
  const EthernetHeader read{view->destination(), view->source(), view->type(), view->is_snap(), view->vlan_tag()};
  RC_ASSERT(read == header);
  RC_ASSERT(view->payload().size() == payload_size);
}

struct Group {
  Ipv4Addr address;
  const char* mac;
};
class MulticastMac : public ::testing::TestWithParam<Group> {};

TEST_P(MulticastMac, KeepsTheLow23Bits) {
  REQUIREMENT("MCAST-04");
  EXPECT_EQ(multicast_mac(GetParam().address), mac(GetParam().mac));
}

// V-06.
INSTANTIATE_TEST_SUITE_P(V06, MulticastMac,
                         ::testing::Values(Group{Ipv4Addr(225, 0, 0, 5), "01-00-5E-00-00-05"},
                                           Group{Ipv4Addr(224, 0, 0, 1), "01-00-5E-00-00-01"},
                                           Group{Ipv4Addr(224, 0, 0, 2), "01-00-5E-00-00-02"},
                                           Group{Ipv4Addr(224, 128, 0, 5), "01-00-5E-00-00-05"},
                                           Group{Ipv4Addr(225, 128, 0, 5), "01-00-5E-00-00-05"},
                                           Group{Ipv4Addr(239, 128, 0, 5), "01-00-5E-00-00-05"},
                                           Group{Ipv4Addr(239, 255, 255, 255), "01-00-5E-7F-FF-FF"}));

}  // namespace
}  // namespace flue::wire
