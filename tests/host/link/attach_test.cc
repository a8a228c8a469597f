#include "host/link/attach.h"

#include <gtest/gtest.h>

namespace flue {
namespace {

TEST(Attach, NamesKindInterfaceAndNamespace) {
  EXPECT_EQ(*parse_attach("tap:flue0"), (Attach{AttachKind::kTap, "flue0", ""}));
  EXPECT_EQ(*parse_attach("tap:flue0@lab"), (Attach{AttachKind::kTap, "flue0", "lab"}));
  EXPECT_EQ(*parse_attach("packet:eth1.5"), (Attach{AttachKind::kPacket, "eth1.5", ""}));
  EXPECT_EQ(*parse_attach("packet:v_b@a-b"), (Attach{AttachKind::kPacket, "v_b", "a-b"}));
}

struct BadText {
  const char* text;
  LinkErrorCode code;
  const char* message;
};
class AttachRefuses : public ::testing::TestWithParam<BadText> {};

TEST_P(AttachRefuses, WithASentence) {
  const auto attach = parse_attach(GetParam().text);
  ASSERT_FALSE(attach);
  EXPECT_EQ(attach.error().code, GetParam().code);
  EXPECT_EQ(attach.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Attach, AttachRefuses,
    ::testing::Values(
        BadText{"", LinkErrorCode::kBadAttach,
                "'' names no port: write 'tap:NAME', 'packet:NAME', or either with '@NETNS' behind it"},
        BadText{"flue0", LinkErrorCode::kBadAttach,
                "'flue0' names no port: write 'tap:NAME', 'packet:NAME', or either with '@NETNS' behind it"},
        BadText{"tun:flue0", LinkErrorCode::kBadAttach,
                "'tun:flue0' names no port: write 'tap:NAME', 'packet:NAME', or either with '@NETNS' behind it"},
        BadText{"tap:", LinkErrorCode::kBadName, "the name of the interface is missing"},
        BadText{"tap:@lab", LinkErrorCode::kBadName, "the name of the interface is missing"},
        BadText{"tap:flue0@", LinkErrorCode::kBadName, "the name of the network namespace is missing"},
        BadText{"tap:flue%d", LinkErrorCode::kBadName,
                "'flue%d' cannot be the name of an interface: use letters, digits, '-' and '_'"},
        BadText{"tap:a b", LinkErrorCode::kBadName,
                "'a b' cannot be the name of an interface: use letters, digits, '-' and '_'"},
        BadText{"packet:..", LinkErrorCode::kBadName,
                "'..' cannot be the name of an interface: use letters, digits, '-' and '_'"},
        BadText{"tap:interface-of-17c", LinkErrorCode::kBadName,
                "the interface name 'interface-of-17c' is too long: Linux takes at most 15 characters"},
        BadText{"tap:flue0@../x", LinkErrorCode::kBadName,
                "'../x' cannot be a network namespace: give the name that 'ip netns' lists"}));

}  // namespace
}  // namespace flue
