#include "host/stack/stack.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"
#include "tests/support/requirement.h"

namespace flue::stack {
namespace {

struct Refusal {
  const char* name;
  void (*change)(InterfaceConfig& config);
  StackError error;
};
class StackRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(StackRefuses, AnInterfaceThatCannotWork) {
  StackHost host;
  host.add();
  RecordingLink second;
  InterfaceConfig config = StackHost::usual();
  config.addresses = {*Ipv4Cidr::parse("10.0.1.1/24")};
  config.gateways = {Ipv4Addr(10, 0, 1, 254)};
  GetParam().change(config);
  const auto routes = host.stack.routes().size();
  const auto added = host.stack.add_interface(config, second, host.now);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error(), GetParam().error);
  EXPECT_FALSE(to_string(added.error()).empty());
  // Errors leave no trace.
  EXPECT_EQ(host.stack.routes().size(), routes);
  EXPECT_EQ(host.stack.interfaces().size(), 1u);
  EXPECT_TRUE(second.sent.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, StackRefuses,
    testing::Values(Refusal{"OwnAddressAgain",
                            [](InterfaceConfig& c) {
                              c.addresses = {{kOwn, Ipv4Mask(16)}};
                              c.gateways.clear();
                            },
                            StackError::kDuplicateAddress},
                    Refusal{"TwiceTheSame", [](InterfaceConfig& c) { c.addresses.push_back(c.addresses[0]); },
                            StackError::kDuplicateAddress},
                    Refusal{"GatewayElsewhere", [](InterfaceConfig& c) { c.gateways.push_back(kRouter); },
                            StackError::kGatewayOffSubnet},
                    Refusal{"MtuTooSmall", [](InterfaceConfig& c) { c.mtu = 87; }, StackError::kMtuTooSmall},
                    Refusal{"MtuTooLarge", [](InterfaceConfig& c) { c.mtu = 1501; }, StackError::kMtuTooLarge}),
    [](const auto& info) { return info.param.name; });

TEST(Stack, TheLeastMtuIsTheProfiles) {
  REQUIREMENT("LINK-19", "PMTU-07");
  InterfaceConfig config = StackHost::usual();
  config.mtu = 68;
  StackHost nt4(profile_parameters(ProfileName::kNt4));
  EXPECT_TRUE(nt4.stack.add_interface(config, nt4.link, nt4.now));
  StackHost win2003;
  EXPECT_FALSE(win2003.stack.add_interface(config, win2003.link, win2003.now));
}

TEST(Stack, TakesFramesFromTheLinkWithinItsBudget) {
  StackHost host;
  const InterfaceId id = host.add();
  for (int i = 0; i < 5; ++i) host.link.arriving.push_back(from_hex("00"));
  EXPECT_EQ(host.stack.receive(id, 3, host.now), 3u);
  EXPECT_EQ(host.stack.receive(id, 3, host.now), 2u);
  EXPECT_EQ(host.stack.receive(id, 3, host.now), 0u);
  EXPECT_EQ(host.stack.receive({7}, 3, host.now), 0u);
  EXPECT_EQ(host.counter("link.in_frames"), 5u);
}

TEST(Stack, HasNothingToDoWhenNothingHappens) {
  StackHost host;
  host.add();
  EXPECT_EQ(host.stack.next_deadline(), kNever);
}

TEST(Stack, ShowsItsInterfaces) {
  StackHost host;
  host.add();
  const auto infos = host.stack.interfaces();
  ASSERT_EQ(infos.size(), 1u);
  EXPECT_EQ(infos[0].id, InterfaceId{0});
  EXPECT_EQ(infos[0].mtu, 1500u);
  EXPECT_EQ(infos[0].speed, 100'000'000u);
  EXPECT_EQ(infos[0].config.mac, kOwnMac);
  EXPECT_TRUE(infos[0].up);
}

TEST(Stack, RefusesRoutesThroughInterfacesThatAreNotThere) {
  StackHost host;
  host.add();
  EXPECT_EQ(host.stack.add_route(*Ipv4Cidr::parse("10.9.0.0/16"), std::nullopt, InterfaceId{5}, 1).error(),
            StackError::kUnknownInterface);
  EXPECT_TRUE(host.stack.add_route(*Ipv4Cidr::parse("10.9.0.0/16"), std::nullopt, InterfaceId{0}, 1));
  EXPECT_TRUE(host.stack.delete_route(*Ipv4Cidr::parse("10.9.0.0/16"), std::nullopt));
}

}  // namespace
}  // namespace flue::stack
