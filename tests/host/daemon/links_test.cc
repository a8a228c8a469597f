#include "host/daemon/links.h"

#include <gtest/gtest.h>

namespace flue::daemon {
namespace {

TEST(MacFromName, IsAlwaysTheSameForTheSameName) { EXPECT_EQ(mac_from_name("flue0"), mac_from_name("flue0")); }

TEST(MacFromName, DiffersBetweenNames) {
  EXPECT_NE(mac_from_name("flue0"), mac_from_name("flue1"));
  EXPECT_NE(mac_from_name("ab"), mac_from_name("ba"));
}

TEST(MacFromName, IsLocallyAdministeredAndUnicast) {
  for (const char* name : {"flue0", "eth1", "x", "a-very-long-one"}) {
    const MacAddr mac = mac_from_name(name);
    EXPECT_FALSE(mac.is_group());
    EXPECT_EQ(mac.bytes()[0] & 0x02, 0x02);
  }
}

TEST(Port, SaysWhichInterfaceIsMissing) {
  InterfaceSettings settings;
  settings.name = "flue0";
  settings.attach = {AttachKind::kPacket, "flue-none", ""};
  const auto port = Port::open(settings);
  ASSERT_FALSE(port);
  EXPECT_NE(port.error().find("flue-none"), std::string::npos) << port.error();
}

}  // namespace
}  // namespace flue::daemon
