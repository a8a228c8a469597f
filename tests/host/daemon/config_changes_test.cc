#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "host/daemon/config.h"

namespace flue::daemon {
namespace {

constexpr std::string_view kBase = R"(profile = "win2003"
user = "flue"
[[interface]]
name = "flue0"
attach = "tap:flue0"
address = "10.77.0.2/24"
speed = "100G"
[interface.impair]
loss = 0.1
[[route]]
destination = "192.168.0.0/16"
gateway = "10.77.0.1"
[services]
simple = true
[capture]
pcap = "a.pcap"
[tcp]
TcpTimedWaitDelay = 30
[log]
level = "info"
[limits]
ports = 5
)";

Config config_with(std::string_view from, std::string_view to) {
  std::string text(kBase);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  auto config = parse_config(text, "f");
  EXPECT_TRUE(config) << to_line(config.error(), "f");
  return config.value_or(Config{});
}

struct Change {
  const char* name;
  std::string_view from;
  std::string_view to;
  std::vector<std::string_view> sections;
};

class ChangedSections : public testing::TestWithParam<Change> {};

TEST_P(ChangedSections, NamesWhatDiffers) {
  const Config running = config_with("", "");
  const Config fresh = config_with(GetParam().from, GetParam().to);
  EXPECT_EQ(changed_sections(running, fresh), GetParam().sections);
}

using Sections = std::vector<std::string_view>;
INSTANTIATE_TEST_SUITE_P(
    Config, ChangedSections,
    testing::Values(Change{"Nothing", "", "", Sections{}}, Change{"LogLevel", "\"info\"", "\"debug\"", Sections{}},
                    Change{"Profile", "win2003", "win2000",
                           Sections{"profile", "[tcp], [arp] or [ip]", "[[interface]]"}},
                    Change{"User", "\"flue\"", "\"other\"", Sections{"user"}},
                    Change{"ControlDir", "user", "control_dir = \"/tmp/x\"\nuser", Sections{"control_dir"}},
                    Change{"Speed", "100G", "10G", Sections{"[[interface]]"}},
                    Change{"Address", "0.2/24", "0.3/24", Sections{"[[interface]]"}},
                    Change{"Metric", "speed", "metric = 5\nspeed", Sections{"[[interface]]"}},
                    Change{"InterfaceTcp", "[interface.impair]",
                           "[interface.tcp]\nTcpInitialRtt = 2\n[interface.impair]", Sections{"[[interface]]"}},
                    Change{"Impair", "0.1", "0.2", Sections{"[[interface]]"}},
                    Change{"ImpairGone", "[interface.impair]\nloss = 0.1\n", "", Sections{"[[interface]]"}},
                    Change{"Route", "0.1\"", "0.9\"", Sections{"[[route]]"}},
                    Change{"Services", "true", "false", Sections{"[services]"}},
                    Change{"Capture", "a.pcap", "b.pcap", Sections{"[capture]"}},
                    Change{"Tcp", "30", "31", Sections{"[tcp], [arp] or [ip]", "[[interface]]"}},
                    Change{"Arp", "[tcp]", "[arp]\nArpCacheLife = 1\n[tcp]", Sections{"[tcp], [arp] or [ip]"}},
                    Change{"Limits", "ports = 5", "ports = 6", Sections{"[limits]"}}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace flue::daemon
