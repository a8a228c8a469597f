#include "host/daemon/config.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "tests/host/daemon/refused_config.h"

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

class BadConfig : public RefusedConfig {};
TEST_P(BadConfig, IsRefusedWithOneLineThatSaysWhereAndWhatToDo) { expect_refused(); }

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
