// Each column of the specification's profile table, name by name. The numbers here are copied from the specification's
// tables, not from the code.
#include "host/params/profiles.h"

#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>

#include "host/params/parameter_table.h"

namespace flue {
namespace {

constexpr std::array kProfiles = {ProfileName::kNt4, ProfileName::kWin2000, ProfileName::kWin2003,
                                  ProfileName::kModern};

constexpr std::uint64_t kAuto = ~std::uint64_t{0};  // absent: the automatic rule

struct Case {
  const char* name;
  std::array<std::uint64_t, 4> value;  // nt4, win2000, win2003, modern
};

class ProfileTable : public testing::TestWithParam<Case> {};

TEST_P(ProfileTable, HasTheValueOfTheSpecification) {
  const ParameterRow* row = find_parameter(GetParam().name);
  ASSERT_NE(row, nullptr);
  for (std::size_t i = 0; i < kProfiles.size(); ++i) {
    const auto value = row->get(profile_parameters(kProfiles[i]));
    EXPECT_EQ(value.value_or(kAuto), GetParam().value[i]) << to_string(kProfiles[i]);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Specification, ProfileTable,
    testing::Values(Case{"TcpWindowSize", {kAuto, kAuto, kAuto, kAuto}},
                    Case{"DefaultReceiveBuffer", {kAuto, 17520, kAuto, 262144}},
                    Case{"MaxReceiveBuffer", {1u << 30, 1u << 30, 1u << 30, 6u << 20}},
                    Case{"Nt4WindowRule", {1, 0, 0, 0}},        // C-02
                    Case{"Rfc1323Supported", {0, 1, 1, 1}},     // C-03
                    Case{"SackOpts", {0, 1, 1, 1}},             // C-03
                    Case{"Tcp1323Opts", {kAuto, 3, kAuto, 3}},  // C-22
                    Case{"DelayedAckTimeout", {200, 200, 200, 40}}, Case{"TcpDelAckTicks", {2, 2, 2, kAuto}},
                    Case{"TcpAckFrequency", {2, 2, 2, 2}}, Case{"TcpMaxDupAcks", {2, 2, 2, 3}},  // C-06
                    Case{"InitialWindowSegments", {2, 2, 2, 10}}, Case{"SackRecovery", {0, 0, 0, 1}},
                    Case{"TcpInitialRtt", {3, 3, 3, 1}}, Case{"MinRto", {500, 500, 500, 200}},
                    Case{"MaxRto", {240'000, 240'000, 240'000, 60'000}},
                    Case{"TcpMaxConnectRetransmissions", {3, 2, 2, 6}},          // C-05
                    Case{"TcpMaxConnectResponseRetransmissions", {3, 2, 2, 5}},  // C-36
                    Case{"TcpMaxDataRetransmissions", {5, 5, 5, 15}},
                    Case{"KeepAliveTime", {7'200'000, 7'200'000, 7'200'000, 7'200'000}},
                    Case{"KeepAliveInterval", {1000, 1000, 1000, 75'000}},  // C-26
                    Case{"KeepAliveRetries", {kAuto, kAuto, kAuto, 9}},
                    Case{"TcpTimedWaitDelay", {240, 240, 240, 60}},  // C-07
                    Case{"FinWait2Limit", {600, 600, 600, 60}}, Case{"MinUserPort", {1024, 1024, 1024, 32768}},
                    Case{"MaxUserPort", {5000, 5000, 5000, 60999}}, Case{"RandomisePorts", {0, 0, 0, 1}},
                    Case{"MaxBacklog", {200, 200, 200, 4096}},  // C-16
                    Case{"BacklogOverflowDrops", {0, 0, 0, 1}}, Case{"EnableDynamicBacklog", {0, 0, 0, 0}},
                    Case{"SynAttackProtect", {0, 0, 1, 1}},               // C-28
                    Case{"TcpMaxHalfOpen", {500, 500, 500, 500}},         // C-29
                    Case{"TcpMaxHalfOpenRetried", {400, 400, 400, 400}},  // C-29
                    Case{"TcpMaxPortsExhausted", {5, 5, 5, 5}}, Case{"SynCookies", {0, 0, 0, 1}},
                    Case{"EnablePMTUDiscovery", {1, 1, 1, 1}}, Case{"MinPathMtu", {68, 88, 88, 88}},  // C-01
                    Case{"TcpNumConnections", {0xFFFFFE, 0xFFFFFE, 0xFFFFFE, 0xFFFFFE}}, Case{"Rfc5961", {1, 1, 1, 1}},
                    Case{"IgnorePushBitOnReceives", {0, 0, 0, 0}}, Case{"ArpCacheLife", {120, 120, 120, 120}},  // C-37
                    Case{"ArpCacheMinReferencedLife", {600, 600, 600, 600}},
                    Case{"ArpRetryCount", {1, 3, 3, 3}},                                                // C-09
                    Case{"ArpUseEtherSNAP", {0, 0, 0, 0}}, Case{"ArpDefenderAnnounces", {1, 0, 0, 0}},  // C-09
                    Case{"DefaultTTL", {128, 128, 128, 64}}, Case{"DefaultTOSValue", {0, 0, 0, 0}},
                    Case{"DisableTaskOffload", {0, 0, 0, 0}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Profiles, NamesAndTextsBelongTogether) {
  for (const ProfileName name : kProfiles) EXPECT_EQ(parse_profile(to_string(name)), name);
  EXPECT_EQ(to_string(ProfileName::kWin2003), "win2003");
  EXPECT_EQ(parse_profile("WIN2003"), std::nullopt);
  EXPECT_EQ(parse_profile(""), std::nullopt);
}

TEST(Profiles, StateWhichProfileTheyAre) {
  for (const ProfileName name : kProfiles) EXPECT_EQ(profile_parameters(name).profile, name);
}

TEST(Profiles, KeepTheirOwnRules) {
  for (const ProfileName name : kProfiles) {
    const Parameters parameters = profile_parameters(name);
    EXPECT_TRUE(check_relations(parameters)) << to_string(name);
    EXPECT_TRUE(parameter_notes(parameters).empty()) << to_string(name);
    for (const ParameterRow& row : parameter_table()) {
      const auto value = row.get(parameters);
      if (value) {
        EXPECT_TRUE(*value >= row.least && *value <= row.most) << to_string(name) << " " << row.name;
      }
    }
  }
}

}  // namespace
}  // namespace flue
