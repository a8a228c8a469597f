#include "host/daemon/config.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "tests/support/requirement.h"

namespace flue::daemon {
namespace {

constexpr std::string_view kWhole = R"(profile = "win2003"
user = "flue"
control_dir = "/run/flue"
[card]
kind = "none"
[[interface]]
name = "flue0"
attach = "tap:flue0"
mac = "02:f1:0e:00:00:01"
address = "10.77.0.2/24"
gateway = ["10.77.0.254"]
mtu = 1500
speed = "100G"
[interface.tcp]
TcpWindowSize = 65536
TcpDelAckTicks = 1
[interface.impair]
loss = 0.01
reorder = 0.05
duplicate = 0.002
corrupt = 0.001
seed = 7
[[interface]]
name = "flue1"
attach = "packet:eth1"
address = ["10.78.0.2/24", "10.78.0.3/24"]
speed = 10_000_000
[[route]]
destination = "192.168.0.0/16"
gateway = "10.77.0.1"
interface = "flue0"
metric = 3
[services]
simple = true
[capture]
pcap = "flue0.pcap"
[tcp]
TcpTimedWaitDelay = 30
SackOpts = false
[arp]
ArpCacheLife = 60
[ip]
DefaultTTL = 100
[log]
level = "debug"
[limits]
sockets = 100
buffer_bytes = 1_000_000
half_open = 10
ports = 5
requests_per_second = 50
privileged_port_uids = [33, 34]
)";

TEST(Config, ReadsEveryKey) {
  const auto config = parse_config(kWhole, "flued.toml");
  ASSERT_TRUE(config) << to_line(config.error(), "flued.toml");
  EXPECT_EQ(config->parameters.profile, ProfileName::kWin2003);
  EXPECT_EQ(config->user, "flue");
  EXPECT_EQ(config->control_dir, "/run/flue");
  EXPECT_TRUE(config->simple_services);
  EXPECT_EQ(config->pcap, "flue0.pcap");
  EXPECT_EQ(config->log_level, LogLevel::kDebug);
  EXPECT_EQ(config->limits.sockets, 100u);
  EXPECT_EQ(config->limits.buffer_bytes, 1'000'000u);
  EXPECT_EQ(config->limits.half_open, 10u);
  EXPECT_EQ(config->limits.ports, 5u);
  EXPECT_EQ(config->limits.requests_per_second, 50u);
  EXPECT_EQ(config->limits.privileged_port_uids, (std::pair<uid_t, uid_t>{33, 34}));
}

TEST(Config, ReadsInterfaces) {
  const auto config = parse_config(kWhole, "flued.toml");
  ASSERT_TRUE(config);
  ASSERT_EQ(config->interfaces.size(), 2u);
  const InterfaceSettings& first = config->interfaces[0];
  EXPECT_EQ(first.name, "flue0");
  EXPECT_EQ(first.attach, (Attach{AttachKind::kTap, "flue0", ""}));
  EXPECT_EQ(first.mac, MacAddr({0x02, 0xf1, 0x0e, 0, 0, 1}));
  ASSERT_EQ(first.addresses.size(), 1u);
  EXPECT_EQ(to_string(first.addresses[0]), "10.77.0.2/24");
  EXPECT_EQ(first.gateways, std::vector{Ipv4Addr(10, 77, 0, 254)});
  EXPECT_EQ(first.mtu, 1500u);
  EXPECT_EQ(first.speed, 100'000'000'000u);
  ASSERT_TRUE(first.impair);
  EXPECT_EQ(first.impair->rates.loss, 0.01);
  EXPECT_EQ(first.impair->rates.reorder, 0.05);
  EXPECT_EQ(first.impair->rates.duplicate, 0.002);
  EXPECT_EQ(first.impair->rates.corrupt, 0.001);
  EXPECT_EQ(first.impair->seed, 7u);

  const InterfaceSettings& second = config->interfaces[1];
  EXPECT_EQ(second.attach, (Attach{AttachKind::kPacket, "eth1", ""}));
  EXPECT_EQ(second.mac, std::nullopt);
  EXPECT_EQ(second.addresses.size(), 2u);
  EXPECT_EQ(second.mtu, 0u);
  EXPECT_EQ(second.speed, 10'000'000u);
  EXPECT_FALSE(second.impair);
}

TEST(Config, ReadsRoutes) {
  const auto config = parse_config(kWhole, "flued.toml");
  ASSERT_TRUE(config);
  ASSERT_EQ(config->routes.size(), 1u);
  EXPECT_EQ(to_string(config->routes[0].destination), "192.168.0.0/16");
  EXPECT_EQ(config->routes[0].gateway, Ipv4Addr(10, 77, 0, 1));
  EXPECT_EQ(config->routes[0].interface, "flue0");
  EXPECT_EQ(config->routes[0].metric, 3u);
}

TEST(Config, OverridesParametersGloballyAndPerInterface) {
  const auto config = parse_config(kWhole, "flued.toml");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->parameters.tcp.tcp_timed_wait_delay, std::chrono::seconds(30));
  EXPECT_FALSE(config->parameters.tcp.sack_opts);
  EXPECT_EQ(config->parameters.arp.arp_cache_life, 60u);
  EXPECT_EQ(config->parameters.ip.default_ttl, 100);
  EXPECT_EQ(config->overridden,
            (std::set<std::string, std::less<>>{"TcpTimedWaitDelay", "SackOpts", "ArpCacheLife", "DefaultTTL"}));

  const InterfaceSettings& first = config->interfaces[0];
  EXPECT_TRUE(first.tcp_overridden);
  EXPECT_EQ(first.tcp.tcp_window_size, 65536u);
  EXPECT_EQ(first.tcp.delayed_ack, std::chrono::milliseconds(100));
  EXPECT_EQ(first.tcp.tcp_timed_wait_delay, std::chrono::seconds(30)) << "the global value holds for the rest";
  EXPECT_EQ(config->parameters.tcp.tcp_window_size, std::nullopt) << "the other interfaces keep the global value";
  EXPECT_FALSE(config->interfaces[1].tcp_overridden);
}

TEST(Config, NeedsOnlyOneInterface) {
  const auto config = parse_config("[[interface]]\nname = \"a\"\nattach = \"tap:a\"\naddress = \"10.0.0.2/8\"\n", "f");
  ASSERT_TRUE(config) << to_line(config.error(), "f");
  EXPECT_EQ(config->parameters.profile, ProfileName::kWin2003);
  EXPECT_EQ(config->user, std::nullopt);
  EXPECT_EQ(config->control_dir, "/run/flue");
  EXPECT_EQ(config->log_level, LogLevel::kInfo);
  EXPECT_FALSE(config->simple_services);
}

TEST(Config, TakesAnyParameterUnderTcp) {
  const auto config = parse_config(
      "[[interface]]\nname = \"a\"\nattach = \"tap:a\"\naddress = \"10.0.0.2/8\"\n"
      "[tcp]\nArpCacheLife = 9\nDefaultTTL = 7\n",
      "f");
  ASSERT_TRUE(config) << to_line(config.error(), "f");
  EXPECT_EQ(config->parameters.arp.arp_cache_life, 9u);
  EXPECT_EQ(config->parameters.ip.default_ttl, 7);
}

// --- Files that must be refused, with the exact line that the operator reads ----------------------------------------

struct Bad {
  const char* name;
  std::string text;
  std::string line;
};

// The text before these lines has 5 lines; KEY replaces nothing, it is added.
std::string with_interface(const std::string& more) {
  return "[[interface]]\n"               // 1
         "name = \"flue0\"\n"            // 2
         "attach = \"tap:flue0\"\n"      // 3
         "address = \"10.77.0.2/24\"\n"  // 4
         + more;                         // 5...
}

class BadConfig : public testing::TestWithParam<Bad> {};

TEST_P(BadConfig, IsRefusedWithOneLineThatSaysWhereAndWhatToDo) {
  const auto config = parse_config(GetParam().text, "f");
  ASSERT_FALSE(config);
  EXPECT_EQ(to_line(config.error(), "f"), GetParam().line);
}

const std::string kSecond = "[[interface]]\nname = \"flue1\"\nattach = \"tap:flue1\"\n";  // 5, 6, 7

INSTANTIATE_TEST_SUITE_P(
    TopLevel, BadConfig,
    testing::Values(Bad{"UnknownKey", with_interface("[service]\nsimple = true\n"),
                        "f:5:2: unknown key service; did you mean services?"},
                    Bad{"UnknownKeyWithoutLikeness", "colour = 3\n" + with_interface(""),
                        "f:1:1: unknown key colour; remove it"},
                    Bad{"WrongType", "profile = 3\n" + with_interface(""),
                        "f:1:11: profile is a whole number; it must be a string"},
                    Bad{"UnknownProfile", "profile = \"win95\"\n" + with_interface(""),
                        "f:1:11: there is no profile \"win95\"; give nt4, win2000, win2003 or modern"},
                    Bad{"EmptyUser", "user = \"\"\n" + with_interface(""),
                        "f:1:8: user is empty; name a user, or remove the key to stay who you are"},
                    Bad{"LongControlDir", "control_dir = \"/" + std::string(80, 'x') + "\"\n" + with_interface(""),
                        "f:1:15: control_dir has 81 characters; give 1..80: socket addresses are short"},
                    Bad{"NoInterface", "profile = \"nt4\"\n",
                        "f: there is no [[interface]]; add one with name, attach and address"},
                    Bad{"Empty", "", "f: there is no [[interface]]; add one with name, attach and address"},
                    Bad{"InterfaceIsATable", "[interface]\nname = \"a\"\n",
                        "f:1:1: interface is a table; it must be tables [[interface]]"},
                    Bad{"CardXrt", "[card]\nkind = \"xrt\"\n" + with_interface(""),
                        "f:2:8: card kind \"xrt\" is not in this build; give kind = \"none\""},
                    Bad{"CardSim", "[card]\nkind = \"sim\"\n" + with_interface(""),
                        "f:2:8: card kind \"sim\" is not in this build; give kind = \"none\""},
                    Bad{"CardUnknown", "[card]\nkind = \"gpu\"\n" + with_interface(""),
                        "f:2:8: there is no card kind \"gpu\"; give kind = \"none\""},
                    Bad{"ServicesType", with_interface("[services]\nsimple = 1\n"),
                        "f:6:10: simple in [services] is a whole number; it must be true or false"},
                    Bad{"EmptyPcap", with_interface("[capture]\npcap = \"\"\n"),
                        "f:6:8: pcap is empty; name a file, or remove the key"},
                    Bad{"LogLevel", with_interface("[log]\nlevel = \"loud\"\n"),
                        "f:6:9: there is no log level \"loud\"; give trace, debug, info, warning, error or off"},
                    Bad{"LimitRange", with_interface("[limits]\nsockets = 0\n"),
                        "f:6:11: sockets = 0 is out of range; give 1..16777214"},
                    Bad{"LimitUids", with_interface("[limits]\nprivileged_port_uids = [5, 3]\n"),
                        "f:6:24: privileged_port_uids is not a range of user ids; write it as [FIRST, LAST]"}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Interface, BadConfig,
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

INSTANTIATE_TEST_SUITE_P(
    Parameters, BadConfig,
    testing::Values(
        Bad{"Range", with_interface("[tcp]\nTcpTimedWaitDelay = 29\n"),
            "f:6:21: TcpTimedWaitDelay = 29 is out of range; give 30..300 (s)"},
        Bad{"Type", with_interface("[tcp]\nTcpTimedWaitDelay = \"30\"\n"),
            "f:6:21: TcpTimedWaitDelay is not a whole number; give a number without quotes (s)"},
        Bad{"BoolForNumber", with_interface("[tcp]\nTcpTimedWaitDelay = true\n"),
            "f:6:21: TcpTimedWaitDelay is not a whole number; give a number without quotes (s)"},
        Bad{"BoolRange", with_interface("[tcp]\nSackOpts = 2\n"),
            "f:6:12: SackOpts = 2 is out of range; give true or false"},
        Bad{"Unknown", with_interface("[tcp]\nTcpTimeWaitDelay = 30\n"),
            "f:6:1: there is no parameter TcpTimeWaitDelay; did you mean TcpTimedWaitDelay?"},
        Bad{"NotImplemented", with_interface("[tcp]\nEnableDeadGWDetect = 1\n"),
            "f:6:1: EnableDeadGWDetect is known, but dead-gateway detection is not implemented yet; remove it"},
        Bad{"WrongSection", with_interface("[arp]\nDefaultTTL = 64\n"),
            "f:6:1: DefaultTTL is not a parameter of [arp]; put it into [ip]"},
        Bad{"TwiceInTwoSections", with_interface("[tcp]\nDefaultTTL = 64\n[ip]\nDefaultTTL = 65\n"),
            "f:8:1: DefaultTTL sets what DefaultTTL has set before; remove one of them"},
        Bad{"TwiceByTwoNames", with_interface("[tcp]\nTcpDelAckTicks = 1\nDelayedAckTimeout = 100\n"),
            "f:6:1: TcpDelAckTicks sets what DelayedAckTimeout has set before; remove one of them"},
        Bad{"Relation", "profile = \"modern\"\n" + with_interface("[tcp]\nMaxUserPort = 5000\n"),
            "f:7:15: MaxUserPort = 5000 is below MinUserPort = 32768; set both"},
        Bad{"GlobalInInterface", with_interface("[interface.tcp]\nTcpTimedWaitDelay = 30\n"),
            "f:6:1: TcpTimedWaitDelay is not a parameter of one interface; put it into [tcp]"},
        Bad{"RangeInInterface", with_interface("[interface.tcp]\nTcpDelAckTicks = 7\n"),
            "f:6:18: TcpDelAckTicks = 7 is out of range; give 0..6 (100 ms)"},
        Bad{"NotATable", "tcp = 3\n" + with_interface(""), "f:1:7: tcp is a whole number; it must be a table [tcp]"}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Route, BadConfig,
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

TEST(Config, ReportsSyntaxErrorsOnOneLineWithTheirPlace) {
  const auto config = parse_config("profile = \"win2003\"\nuser = \n", "f");
  ASSERT_FALSE(config);
  const std::string line = to_line(config.error(), "f");
  EXPECT_EQ(line.rfind("f:2:", 0), 0u) << line;
  EXPECT_NE(line.find("; correct the TOML syntax there"), std::string::npos) << line;
  EXPECT_EQ(line.find('\n'), std::string::npos) << line;
}

TEST(Config, KeepsMessagesOnOneLine) {
  const auto config = parse_config("profile = \"a\\nb\\u0007\"\n", "f");
  ASSERT_FALSE(config);
  EXPECT_EQ(to_line(config.error(), "f"), "f:1:11: there is no profile \"a b \"; give nt4, win2000, win2003 or modern");
}

TEST(Config, SaysThatAFileIsMissing) {
  const auto config = read_config("/nonexistent/flued.toml");
  ASSERT_FALSE(config);
  EXPECT_EQ(to_line(config.error(), "/nonexistent/flued.toml"),
            "/nonexistent/flued.toml: cannot be read: No such file or directory; name a readable file with --config");
}

TEST(Config, SaysThatAFileIsADirectory) {
  const auto config = read_config("/");
  ASSERT_FALSE(config);
  EXPECT_EQ(to_line(config.error(), "/"), "/: cannot be read: Is a directory; name a readable file with --config");
}

TEST(Config, ReadsAFile) {
  const std::string path = testing::TempDir() + "flued_config_test.toml";
  std::ofstream(path) << kWhole;
  const auto config = read_config(path);
  std::remove(path.c_str());
  ASSERT_TRUE(config);
  EXPECT_EQ(config->file, path);
}

}  // namespace
}  // namespace flue::daemon
