#include "host/link/open.h"

#include <gtest/gtest.h>

#include "tests/host/link/test_network.h"

namespace flue {
namespace {

TEST(OpenLink, OpensTheKindThatIsNamed) {
  const test::Namespace lab("open");
  lab.ip("link add va address 02:00:00:00:00:0a type veth peer name vb");
  const auto tap = open_link({AttachKind::kTap, "flt0", lab.name()});
  const auto packet = open_link({AttachKind::kPacket, "va", lab.name()});
  ASSERT_TRUE(tap && packet);
  EXPECT_FALSE((*tap)->hardware_address());
  EXPECT_EQ((*packet)->hardware_address(), MacAddr({2, 0, 0, 0, 0, 0x0A}));
}

TEST(OpenLink, HandsTheErrorOn) {
  const test::Namespace lab("open");
  const auto tap = open_link({AttachKind::kTap, "lo", lab.name()});
  const auto packet = open_link({AttachKind::kPacket, "flt0", lab.name()});
  ASSERT_FALSE(tap || packet);
  EXPECT_EQ(tap.error().code, LinkErrorCode::kWrongKind);
  EXPECT_EQ(packet.error().code, LinkErrorCode::kNoSuchInterface);
}

}  // namespace
}  // namespace flue
