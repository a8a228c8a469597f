#include "host/params/nearest_name.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace flue {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"TcpWindowSize", "KeepAliveTime", "KeepAliveInterval", "mtu"};

TEST(NearestName, FindsTheNameBehindATypingError) {
  EXPECT_EQ(nearest_name("TcpWindowsSize", kNames), "TcpWindowSize");
  EXPECT_EQ(nearest_name("KeepAliveTim", kNames), "KeepAliveTime");
  EXPECT_EQ(nearest_name("KeepAliveIntervall", kNames), "KeepAliveInterval");
}

TEST(NearestName, TreatsUpperAndLowerCaseAlike) { EXPECT_EQ(nearest_name("TCPWINDOWSIZE", kNames), "TcpWindowSize"); }

TEST(NearestName, AllowsOneErrorInAShortName) {
  EXPECT_EQ(nearest_name("mtuu", kNames), "mtu");
  EXPECT_EQ(nearest_name("xyu", kNames), std::nullopt);
}

TEST(NearestName, SuggestsNothingFarAway) {
  EXPECT_EQ(nearest_name("Colour", kNames), std::nullopt);
  EXPECT_EQ(nearest_name("", kNames), std::nullopt);
  EXPECT_EQ(nearest_name("TcpWindowSize", {}), std::nullopt);
  EXPECT_EQ(nearest_name(std::string(100'000, 'x'), kNames), std::nullopt);
}

}  // namespace
}  // namespace flue
