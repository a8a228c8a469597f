#include "host/daemon/socket_settings.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "host/params/profiles.h"

namespace flue::daemon {
namespace {

const Parameters kParameters = profile_parameters(ProfileName::kWin2003);

struct Case {
  const char* name;
  flue_option option;
  std::int32_t good;
  std::int32_t bad;  // EINVAL
};

class SocketSettingsRange : public testing::TestWithParam<Case> {};

TEST_P(SocketSettingsRange, GoodValuesAreShownAgainAndBadOnesRefused) {
  SocketSettings settings(kParameters);
  const std::int32_t before = settings.get(GetParam().option);
  EXPECT_EQ(settings.set(GetParam().option, GetParam().bad), EINVAL);
  EXPECT_EQ(settings.get(GetParam().option), before);
  EXPECT_EQ(settings.set(GetParam().option, GetParam().good), 0);
  EXPECT_EQ(settings.get(GetParam().option), GetParam().good);
}

INSTANTIATE_TEST_SUITE_P(Options, SocketSettingsRange,
                         testing::Values(Case{"idle", FLUE_OPTION_KEEP_IDLE, 77, 0},
                                         Case{"interval", FLUE_OPTION_KEEP_INTERVAL, 3, 40000},
                                         Case{"count", FLUE_OPTION_KEEP_COUNT, 127, 128},
                                         Case{"segment", FLUE_OPTION_MAX_SEGMENT, 500, 10},
                                         Case{"ttl", FLUE_OPTION_TTL, 1, 0}, Case{"tos", FLUE_OPTION_TOS, 255, 256}),
                         [](const auto& info) { return info.param.name; });

TEST(SocketSettings, BuffersAreCutToTheProfilesLimits) {
  SocketSettings settings(kParameters);
  settings.set(FLUE_OPTION_SEND_BUFFER, 0x7FFFFFFF);
  EXPECT_EQ(settings.get(FLUE_OPTION_SEND_BUFFER), static_cast<std::int32_t>(kParameters.tcp.max_send_buffer));
  settings.set(FLUE_OPTION_RECEIVE_BUFFER, -5);
  EXPECT_EQ(settings.get(FLUE_OPTION_RECEIVE_BUFFER), 2048);
}

TEST(SocketSettings, DefaultsAreTheProfiles) {
  const SocketSettings settings(kParameters);
  EXPECT_EQ(settings.get(FLUE_OPTION_KEEP_IDLE), 7200);
  EXPECT_EQ(settings.get(FLUE_OPTION_TTL), 128);
  EXPECT_EQ(settings.get(FLUE_OPTION_LINGER), -1);
  EXPECT_EQ(settings.get(FLUE_OPTION_NO_DELAY), 0);
  EXPECT_FALSE(settings.tcp().receive_buffer);
}

TEST(SocketSettings, OptionsFromBeforeArriveInTcp) {
  flue_options options{};
  options.present = 1u << FLUE_OPTION_NO_DELAY | 1u << FLUE_OPTION_KEEP_ALIVE | 1u << FLUE_OPTION_TTL;
  options.value[FLUE_OPTION_NO_DELAY] = 1;
  options.value[FLUE_OPTION_KEEP_ALIVE] = 1;
  options.value[FLUE_OPTION_TTL] = 999;  // out of range: left out
  SocketSettings settings(kParameters);
  settings.set_all(options);
  EXPECT_FALSE(settings.tcp().nagle);
  EXPECT_TRUE(settings.tcp().keep_alive);
  EXPECT_FALSE(settings.tcp().ttl);
}

}  // namespace
}  // namespace flue::daemon
