#include "host/base/address.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <string>

#include "tests/support/requirement.h"

namespace flue {
namespace {

TEST(Ipv4Addr, ReadsAndWritesDottedDecimal) {
  EXPECT_EQ(Ipv4Addr::parse("10.77.0.2"), Ipv4Addr(10, 77, 0, 2));
  EXPECT_EQ(Ipv4Addr::parse("0.0.0.0"), Ipv4Addr());
  EXPECT_EQ(Ipv4Addr::parse("255.255.255.255"), kLimitedBroadcast);
  EXPECT_EQ(to_string(Ipv4Addr(10, 77, 0, 2)), "10.77.0.2");
  EXPECT_EQ(Ipv4Addr(1, 2, 3, 4).bits(), 0x01020304u);
}

class Ipv4AddrRefuses : public ::testing::TestWithParam<const char*> {};
TEST_P(Ipv4AddrRefuses, OtherForms) { EXPECT_FALSE(Ipv4Addr::parse(GetParam())); }
INSTANTIATE_TEST_SUITE_P(Address, Ipv4AddrRefuses,
                         ::testing::Values("", "1", "1.2.3", "1.2.3.", "1.2.3.4.", "1.2.3.4.5", ".1.2.3.4", "1..2.3",
                                           "256.0.0.1", "1.2.3.256", "01.2.3.4", "1.2.3.04", "0x1.2.3.4", "1.2.3.4 ",
                                           " 1.2.3.4", "-1.2.3.4", "+1.2.3.4", "a.b.c.d", "1,2,3,4", "1.2.3.4/24",
                                           "99999999999.0.0.1"));

struct Class {
  Ipv4Addr address;
  bool any, loopback, multicast, reserved, broadcast;
};
class Ipv4AddrClass : public ::testing::TestWithParam<Class> {};
TEST_P(Ipv4AddrClass, IsTold) {
  const Class& c = GetParam();
  EXPECT_EQ(c.address.is_any(), c.any);
  EXPECT_EQ(c.address.is_loopback(), c.loopback);
  EXPECT_EQ(c.address.is_multicast(), c.multicast);
  EXPECT_EQ(c.address.is_reserved(), c.reserved);
  EXPECT_EQ(c.address.is_limited_broadcast(), c.broadcast);
}
INSTANTIATE_TEST_SUITE_P(Address, Ipv4AddrClass,
                         ::testing::Values(Class{Ipv4Addr(0, 0, 0, 0), true, false, false, false, false},
                                           Class{Ipv4Addr(10, 0, 0, 1), false, false, false, false, false},
                                           Class{Ipv4Addr(126, 255, 255, 255), false, false, false, false, false},
                                           Class{Ipv4Addr(127, 0, 0, 1), false, true, false, false, false},
                                           Class{Ipv4Addr(127, 255, 255, 255), false, true, false, false, false},
                                           Class{Ipv4Addr(128, 0, 0, 0), false, false, false, false, false},
                                           Class{Ipv4Addr(223, 255, 255, 255), false, false, false, false, false},
                                           Class{Ipv4Addr(224, 0, 0, 0), false, false, true, false, false},
                                           Class{Ipv4Addr(239, 255, 255, 255), false, false, true, false, false},
                                           Class{Ipv4Addr(240, 0, 0, 0), false, false, false, true, false},
                                           Class{Ipv4Addr(255, 255, 255, 254), false, false, false, true, false},
                                           Class{Ipv4Addr(255, 255, 255, 255), false, false, false, false, true}));

TEST(Ipv4Addr, MulticastIsClassD) {
  REQUIREMENT("MCAST-02");
  for (std::uint32_t top = 0; top < 16; ++top) EXPECT_EQ(Ipv4Addr(top << 28).is_multicast(), top == 0b1110);
}

RC_GTEST_PROP(Ipv4Addr, ParseOfTextIsIdentity, (std::uint32_t bits)) {
  RC_ASSERT(Ipv4Addr::parse(to_string(Ipv4Addr(bits))) == Ipv4Addr(bits));
}

TEST(Ipv4Mask, AnyContiguousMaskIsTaken) {
  REQUIREMENT("IP-19");
  for (unsigned length = 0; length <= 32; ++length) {
    const Ipv4Mask mask(length);
    EXPECT_EQ(mask.bits(), static_cast<std::uint32_t>(0xFFFFFFFF00000000u >> length));
    EXPECT_EQ(Ipv4Mask::parse(to_string(mask.as_address())), mask);
  }
  EXPECT_EQ(Ipv4Mask(99).length(), 32u);
}

TEST(Ipv4Mask, OthersAreRefused) {
  for (const char* text : {"255.0.255.0", "0.0.0.255", "255.255.255.1", "127.255.255.255", "24", ""}) {
    EXPECT_FALSE(Ipv4Mask::parse(text)) << text;
  }
}

TEST(Ipv4Mask, GivesNetworkAndBroadcast) {
  const Ipv4Mask mask(22);
  EXPECT_EQ(mask.network_of(Ipv4Addr(157, 60, 137, 88)), Ipv4Addr(157, 60, 136, 0));
  EXPECT_EQ(mask.broadcast_of(Ipv4Addr(157, 60, 137, 88)), Ipv4Addr(157, 60, 139, 255));
  EXPECT_EQ(Ipv4Mask(0).broadcast_of(Ipv4Addr(1, 2, 3, 4)), kLimitedBroadcast);
  EXPECT_EQ(Ipv4Mask(32).network_of(Ipv4Addr(1, 2, 3, 4)), Ipv4Addr(1, 2, 3, 4));
}

// V-03.
TEST(Ipv4Cidr, OnlyMaskedBitsCount) {
  REQUIREMENT("IP-19");
  const Ipv4Cidr supernet{Ipv4Addr(131, 107, 4, 0), Ipv4Mask(22)};
  EXPECT_TRUE(supernet.contains(Ipv4Addr(131, 107, 4, 0)));
  EXPECT_TRUE(supernet.contains(Ipv4Addr(131, 107, 7, 255)));
  EXPECT_FALSE(supernet.contains(Ipv4Addr(131, 107, 8, 1)));
  EXPECT_FALSE(supernet.contains(Ipv4Addr(131, 107, 3, 255)));
  const Ipv4Cidr half{Ipv4Addr(157, 60, 1, 128), Ipv4Mask(25)};
  EXPECT_TRUE(half.contains(Ipv4Addr(157, 60, 1, 255)));
  EXPECT_FALSE(half.contains(Ipv4Addr(157, 60, 1, 127)));
}

TEST(Ipv4Cidr, ReadsAndWritesText) {
  const auto cidr = Ipv4Cidr::parse("10.77.0.2/24");
  ASSERT_TRUE(cidr);
  EXPECT_EQ(cidr->address, Ipv4Addr(10, 77, 0, 2));
  EXPECT_EQ(cidr->mask, Ipv4Mask(24));
  EXPECT_EQ(to_string(*cidr), "10.77.0.2/24");
  for (const char* text : {"", "/", "10.0.0.1", "10.0.0.1/", "10.0.0.1/33", "10.0.0.1/-1", "10.0.0.1/024", "10.0.0/8",
                           "10.0.0.1/24 ", "10.0.0.1/255.0.0.0"}) {
    EXPECT_FALSE(Ipv4Cidr::parse(text)) << text;
  }
}

TEST(MacAddr, ReadsBothSeparatorsAndWritesBothForms) {
  const MacAddr mac({0x02, 0xF1, 0x0E, 0x00, 0x00, 0xAB});
  EXPECT_EQ(MacAddr::parse("02:f1:0e:00:00:ab"), mac);
  EXPECT_EQ(MacAddr::parse("02-F1-0E-00-00-AB"), mac);
  EXPECT_EQ(to_string(mac), "02:f1:0e:00:00:ab");
  EXPECT_EQ(to_string_hyphen(mac), "02-f1-0e-00-00-ab");
}

TEST(MacAddr, OtherFormsAreRefused) {
  for (const char* text :
       {"", "02f10e0000ab", "02:f1:0e:00:00", "02:f1:0e:00:00:ab:cd", "02:f1:0e:00:00:a", "02:f1-0e:00:00:ab",
        "02.f1.0e.00.00.ab", "0g:f1:0e:00:00:ab", "02:f1:0e:00:00:-1", " 2:f1:0e:00:00:ab", "0x:f1:0e:00:00:ab"}) {
    EXPECT_FALSE(MacAddr::parse(text)) << text;
  }
}

TEST(MacAddr, KnowsGroupsAndBroadcast) {
  EXPECT_TRUE(kBroadcastMac.is_group());
  EXPECT_TRUE(kBroadcastMac.is_broadcast());
  EXPECT_TRUE(MacAddr::parse("01:00:5e:00:00:01")->is_group());
  EXPECT_FALSE(MacAddr::parse("01:00:5e:00:00:01")->is_broadcast());
  EXPECT_FALSE(MacAddr::parse("02:00:00:00:00:01")->is_group());
  EXPECT_TRUE(MacAddr().is_zero());
  EXPECT_FALSE(kBroadcastMac.is_zero());
}

RC_GTEST_PROP(MacAddr, ParseOfTextIsIdentity, (std::array<std::uint8_t, 6> bytes)) {
  RC_ASSERT(MacAddr::parse(to_string(MacAddr(bytes))) == MacAddr(bytes));
  RC_ASSERT(MacAddr::parse(to_string_hyphen(MacAddr(bytes))) == MacAddr(bytes));
}

TEST(Endpoint, HasTextAndOrder) {
  const Endpoint web{Ipv4Addr(10, 77, 0, 2), Port(80)};
  EXPECT_EQ(to_string(web), "10.77.0.2:80");
  EXPECT_LT(web, (Endpoint{Ipv4Addr(10, 77, 0, 2), Port(81)}));
  EXPECT_LT(web, (Endpoint{Ipv4Addr(10, 77, 0, 3), Port(0)}));
}

}  // namespace
}  // namespace flue
