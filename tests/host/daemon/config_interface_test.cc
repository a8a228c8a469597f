#include <gtest/gtest.h>

#include <string>

#include "host/daemon/config_sections.h"
#include "tests/host/daemon/refused_config.h"

namespace flue::daemon {
namespace {

TEST(ParseSpeed, ReadsDecimalUnits) {
  EXPECT_EQ(parse_speed("100G"), 100'000'000'000u);
  EXPECT_EQ(parse_speed("2.5G"), 2'500'000'000u);
  EXPECT_EQ(parse_speed("10M"), 10'000'000u);
  EXPECT_EQ(parse_speed("56k"), 56'000u);
  EXPECT_EQ(parse_speed("56K"), 56'000u);
  EXPECT_EQ(parse_speed("1T"), 1'000'000'000'000u);
}

TEST(ParseSpeed, RefusesEverythingElse) {
  for (const char* text : {"", "G", "100", "100g", "-1G", "1e3G", "1 G", "0G", "nanG", "infG", "9999999T", "0x1G"}) {
    EXPECT_EQ(parse_speed(text), std::nullopt) << text;
  }
}

class BadInterface : public RefusedConfig {};
TEST_P(BadInterface, IsRefusedWithOneLineThatSaysWhereAndWhatToDo) { expect_refused(); }

const std::string kSecond = "[[interface]]\nname = \"flue1\"\nattach = \"tap:flue1\"\n";  // 5, 6, 7

INSTANTIATE_TEST_SUITE_P(
    Config, BadInterface,
    testing::Values(
        Bad{"NoName", "[[interface]]\nattach = \"tap:a\"\n", "f:1:1: an interface has no name; add name = \"flue0\""},
        Bad{"BadName", "[[interface]]\nname = \"a b\"\n",
            "f:2:8: the interface's name is not usable; give 1 to 15 of A-Z a-z 0-9 - _ ."},
        Bad{"NoAttach", "[[interface]]\nname = \"a\"\n",
            "f:1:1: interface a has no attach; add attach = \"tap:flue0\""},
        Bad{"UnknownInterfaceKey", with_interface("adress = 3\n"),
            "f:5:1: unknown key adress in [[interface]]; did you mean address?"},
        Bad{"NoAddress", "[[interface]]\nname = \"a\"\nattach = \"tap:a\"\n",
            "f:1:1: interface a has no address; add address = \"10.77.0.2/24\""},
        Bad{"AddressWithoutPrefix", "[[interface]]\nname = \"a\"\nattach = \"tap:a\"\naddress = \"10.0.0.1\"\n",
            "f:4:11: \"10.0.0.1\" is not an address with its prefix length; write it as 10.77.0.2/24"},
        Bad{"AddressOfNetwork", "[[interface]]\nname = \"a\"\nattach = \"tap:a\"\naddress = \"10.0.0.0/8\"\n",
            "f:4:11: 10.0.0.0/8 is the address of the network itself; give an address of a host"},
        Bad{"AddressOfBroadcast", "[[interface]]\nname = \"a\"\nattach = \"tap:a\"\naddress = [\"10.255.255.255/8\"]\n",
            "f:4:12: 10.255.255.255/8 is the subnet's broadcast address; give an address of a host"},
        Bad{"AddressLoopback", "[[interface]]\nname = \"a\"\nattach = \"tap:a\"\naddress = \"127.0.0.2/8\"\n",
            "f:4:11: 127.0.0.2/8 is a loopback address; give an address of a host"},
        Bad{"AddressMulticast", "[[interface]]\nname = \"a\"\nattach = \"tap:a\"\naddress = \"224.0.0.2/8\"\n",
            "f:4:11: 224.0.0.2/8 is a multicast address; give an address of a host"},
        Bad{"AddressTwice",
            "[[interface]]\nname = \"a\"\nattach = \"tap:a\"\naddress = [\"10.0.0.1/8\", \"10.0.0.1/8\"]\n",
            "f:4:26: 10.0.0.1 is given twice; remove one"},
        Bad{"AddressListType", "[[interface]]\nname = \"a\"\nattach = \"tap:a\"\naddress = [1]\n",
            "f:4:12: address in [[interface]] is a whole number; it must be a list of strings"},
        Bad{"OverlappingSubnets", with_interface(kSecond + "address = \"10.77.0.130/25\"\n"),
            "f:8:11: 10.77.0.130/25 overlaps 10.77.0.2/24 of interface flue0; give each interface a subnet of its own"},
        Bad{"SameName", with_interface("[[interface]]\nname = \"flue0\"\nattach = \"tap:b\"\n"),
            "f:6:8: interface flue0 is defined twice; give each its own name"},
        Bad{"SamePort", with_interface("[[interface]]\nname = \"b\"\nattach = \"tap:flue0\"\n"),
            "f:7:10: interface flue0 has this port already; attach to another one"},
        Bad{"SameMac",
            with_interface("mac = \"02:00:00:00:00:01\"\n" + kSecond +
                           "mac = \"02:00:00:00:00:01\"\naddress = \"10.78.0.1/24\"\n"),
            "f:9:7: interface flue0 has this mac already; give each its own"},
        Bad{"MacText", with_interface("mac = \"02:f1:0e\"\n"),
            "f:5:7: mac \"02:f1:0e\" is not a hardware address; write it as 02:f1:0e:00:00:01"},
        Bad{"MacGroup", with_interface("mac = \"03:f1:0e:00:00:01\"\n"),
            "f:5:7: mac 03:f1:0e:00:00:01 is a group address: the lowest bit of its first byte is set; give one whose "
            "first byte is even, such as 02"},
        Bad{"MacZero", with_interface("mac = \"00:00:00:00:00:00\"\n"),
            "f:5:7: mac is all zero; write it as 02:f1:0e:00:00:01"},
        Bad{"GatewayText", with_interface("gateway = \"here\"\n"),
            "f:5:11: gateway \"here\" is not an address; write it as 10.77.0.254"},
        Bad{"GatewayOffSubnet", with_interface("gateway = [\"10.77.0.254\", \"10.78.0.254\"]\n"),
            "f:5:27: gateway 10.78.0.254 is on no subnet of interface flue0; give a router within 10.77.0.2/24"},
        Bad{"GatewayIsOneself", with_interface("gateway = \"10.77.0.2\"\n"),
            "f:5:11: gateway 10.77.0.2 is the interface's own address; give the router's"},
        Bad{"MtuSmall", with_interface("mtu = 87\n"),
            "f:5:7: mtu = 87 is too small; give 88..65535, or 0 for the port's own"},
        Bad{"MtuSmallNt4", "profile = \"nt4\"\n" + with_interface("mtu = 67\n"),
            "f:6:7: mtu = 67 is too small; give 68..65535, or 0 for the port's own"},
        Bad{"MtuNegative", with_interface("mtu = -1\n"), "f:5:7: mtu = -1 is out of range; give 0..65535"},
        Bad{"SpeedText", with_interface("speed = \"fast\"\n"),
            "f:5:9: speed is not a bit rate; write it as \"100G\", \"2.5G\", \"10M\" or in bits per second"},
        Bad{"SpeedZero", with_interface("speed = 0\n"),
            "f:5:9: speed is not a bit rate; write it as \"100G\", \"2.5G\", \"10M\" or in bits per second"},
        Bad{"ImpairRange", with_interface("[interface.impair]\nloss = 1.5\n"),
            "f:6:8: loss = 1.5 is out of range; give a fraction 0..1"},
        Bad{"ImpairNan", with_interface("[interface.impair]\nloss = nan\n"),
            "f:6:8: loss = nan is out of range; give a fraction 0..1"},
        Bad{"ImpairKey", with_interface("[interface.impair]\nlos = 0.5\n"),
            "f:6:1: unknown key los in [interface.impair]; did you mean loss?"}),
    [](const auto& info) { return std::string(info.param.name); });

class BadRoute : public RefusedConfig {};
TEST_P(BadRoute, IsRefusedWithOneLineThatSaysWhereAndWhatToDo) { expect_refused(); }

INSTANTIATE_TEST_SUITE_P(
    Config, BadRoute,
    testing::Values(
        Bad{"NoDestination", with_interface("[[route]]\ngateway = \"10.77.0.1\"\n"),
            "f:5:1: a route has no destination; add destination = \"192.168.0.0/16\""},
        Bad{"HostBits", with_interface("[[route]]\ndestination = \"192.168.0.1/16\"\ngateway = \"10.77.0.1\"\n"),
            "f:6:15: destination 192.168.0.1/16 has bits set behind its prefix; write it as 192.168.0.0/16"},
        Bad{"NoWay", with_interface("[[route]]\ndestination = \"192.168.0.0/16\"\n"),
            "f:5:1: a route has neither gateway nor interface; add one of them"},
        Bad{"UnknownInterface", with_interface("[[route]]\ndestination = \"192.168.0.0/16\"\ninterface = \"eth9\"\n"),
            "f:7:13: there is no interface eth9; name one of the [[interface]] tables"},
        Bad{"GatewayOff", with_interface("[[route]]\ndestination = \"192.168.0.0/16\"\ngateway = \"10.9.0.1\"\n"),
            "f:7:11: gateway 10.9.0.1 is on no subnet of any interface; give a router on one of them"},
        Bad{"Metric",
            with_interface("[[route]]\ndestination = \"192.168.0.0/16\"\ngateway = \"10.77.0.1\"\nmetric = 0\n"),
            "f:8:10: metric = 0 is out of range; give 1..9999"}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace flue::daemon
