#include "host/cli/ipconfig.h"

#include <gtest/gtest.h>

#include "tests/host/cli/fake_system.h"
#include "tests/support/requirement.h"

namespace flue::cli {
namespace {

// The lines of V-41 for which Flue has data.
Json v41() {
  const Json second{
      {"name", "Local Area Connection 2"}, {"description", "3Com EtherLink III EISA (3C579-TP)"},
      {"mac", "00:20:af:1d:2b:91"},        {"dhcp", false},
      {"autoconfiguration", true},         {"addresses", {{{"address", "10.57.8.190"}, {"netmask", "255.255.255.0"}}}},
      {"gateways", Json::array()},         {"up", true}};
  const Json first{
      {"name", "Local Area Connection"}, {"description", "AMD PCI Ethernet"},
      {"mac", "00:80:5f:88:60:9a"},      {"dhcp", false},
      {"autoconfiguration", true},       {"addresses", {{{"address", "199.199.40.22"}, {"netmask", "255.255.255.0"}}}},
      {"gateways", {"199.199.40.1"}},    {"up", true}};
  return {{"profile", "win2003"}, {"host_name", "DAVEMAC2"}, {"ip_routing", false}, {"interfaces", {second, first}}};
}

constexpr const char* kAll =
    "\n"
    "Flue IP Configuration\n"
    "\n"
    "        Host Name . . . . . . . . . . . . : DAVEMAC2\n"
    "        IP Routing Enabled. . . . . . . . : No\n"
    "\n"
    "Ethernet adapter Local Area Connection 2:\n"
    "\n"
    "        Description . . . . . . . . . . . : 3Com EtherLink III EISA (3C579-TP)\n"
    "        Physical Address. . . . . . . . . : 00-20-AF-1D-2B-91\n"
    "        DHCP Enabled. . . . . . . . . . . : No\n"
    "        Autoconfiguration Enabled . . . . : Yes\n"
    "        IP Address. . . . . . . . . . . . : 10.57.8.190\n"
    "        Subnet Mask . . . . . . . . . . . : 255.255.255.0\n"
    "        Default Gateway . . . . . . . . . :\n"
    "\n"
    "Ethernet adapter Local Area Connection:\n"
    "\n"
    "        Description . . . . . . . . . . . : AMD PCI Ethernet\n"
    "        Physical Address. . . . . . . . . : 00-80-5F-88-60-9A\n"
    "        DHCP Enabled. . . . . . . . . . . : No\n"
    "        Autoconfiguration Enabled . . . . : Yes\n"
    "        IP Address. . . . . . . . . . . . : 199.199.40.22\n"
    "        Subnet Mask . . . . . . . . . . . : 255.255.255.0\n"
    "        Default Gateway . . . . . . . . . : 199.199.40.1\n";

// TOOL-02 also names DNS and WINS lines; it counts as tested when Flue has that data.
TEST(Ipconfig, PrintsEverythingInTheLayoutOfV41) { EXPECT_EQ(render_ipconfig(v41(), true), kAll); }

TEST(Ipconfig, UnderstandsTheSlashOfTheReference) {
  for (const char* all : {"/all", "-all", "--all"}) {
    FakeSystem fake;
    fake.answers = {v41()};
    EXPECT_EQ(fake.run({"ipconfig", all}), 0) << all;
    EXPECT_EQ(fake.out.str(), kAll) << all;
  }
}

TEST(Ipconfig, PrintsOnlyAddressesWithoutAll) {
  Json answer = v41();
  answer["interfaces"].erase(0);
  answer["interfaces"][0]["gateways"] = {"199.199.40.1", "199.199.40.2"};
  EXPECT_EQ(render_ipconfig(answer, false),
            "\n"
            "Flue IP Configuration\n"
            "\n"
            "Ethernet adapter Local Area Connection:\n"
            "\n"
            "        IP Address. . . . . . . . . . . . : 199.199.40.22\n"
            "        Subnet Mask . . . . . . . . . . . : 255.255.255.0\n"
            "        Default Gateway . . . . . . . . . : 199.199.40.1\n"
            "                                            199.199.40.2\n");
}

TEST(Ipconfig, MarksAnAdapterWithoutItsCable) {
  Json answer = v41();
  answer["interfaces"][0]["up"] = false;
  EXPECT_NE(render_ipconfig(answer, false).find("        Media State . . . . . . . . . . . : Cable Disconnected\n"),
            std::string::npos);
}

}  // namespace
}  // namespace flue::cli
