#include "host/tcp/port_allocator.h"

#include <gtest/gtest.h>

#include <set>

#include "host/params/profiles.h"
#include "tests/support/requirement.h"
#include "tests/support/seed.h"

namespace flue::tcp {
namespace {

using Use = PortAllocator::Use;
constexpr Ipv4Addr kAddress(10, 0, 0, 1);
constexpr Ipv4Addr kOther(10, 0, 0, 9);

Endpoint at(std::uint16_t port, Ipv4Addr address = kAddress) { return {address, Port(port)}; }
bool always(Port) { return true; }

class PortAllocatorTest : public testing::Test {
 protected:
  PortAllocator make(ProfileName profile = ProfileName::kWin2003) {
    return PortAllocator(profile_parameters(profile).tcp, random_);
  }
  SeededRandom random_ = test::random_stream();
};

TEST_F(PortAllocatorTest, AutomaticPortsLieBetween1024And5000) {
  REQUIREMENT("TCP-PORTS-01");
  auto ports = make();
  EXPECT_EQ(ports.range_size(), 3977u);
  std::set<std::uint16_t> given;
  while (const auto port = ports.choose_unused()) {
    ports.add({kAddress, *port}, Use::kConnection);
    given.insert(port->number());
  }
  EXPECT_EQ(given.size(), 3977u);
  EXPECT_EQ(*given.begin(), 1024);
  EXPECT_EQ(*given.rbegin(), 5000);
}

TEST_F(PortAllocatorTest, MaxUserPortSetsTheUpperEnd) {
  REQUIREMENT("TCP-PORTS-02");
  TcpParameters parameters;
  parameters.max_user_port = 10000;
  EXPECT_EQ(PortAllocator(parameters, random_).range_size(), 8977u);
}

TEST_F(PortAllocatorTest, TakesThePortThatIsNotInTimeWaitFirst) {
  REQUIREMENT("TCP-PORTS-03");
  auto ports = make();
  for (std::uint16_t port = 1024; port <= 5000; ++port) {
    ports.add(at(port), port == 3333 ? Use::kConnection : Use::kTimeWait);
  }
  EXPECT_EQ(ports.choose(always), Port(3333)) << "busy toward another peer, but not in TIME-WAIT";
  const auto next = ports.choose([](Port port) { return port != Port(3333); });
  ASSERT_TRUE(next) << "any available port if there is no other";
  EXPECT_NE(*next, Port(3333));
  EXPECT_EQ(ports.choose([](Port) { return false; }), std::nullopt);
}

TEST_F(PortAllocatorTest, NeverGivesAListenersPortToAConnect) {
  auto ports = make();
  for (std::uint16_t port = 1024; port <= 5000; ++port) ports.add(at(port), Use::kListener);
  EXPECT_EQ(ports.choose(always), std::nullopt);
}

TEST_F(PortAllocatorTest, GoesUpwardsFromPortToPort) {
  auto ports = make();
  EXPECT_EQ(ports.choose_unused(), Port(1024));
  EXPECT_EQ(ports.choose_unused(), Port(1025));
}

// RFC 6056.
TEST_F(PortAllocatorTest, ModernProfileDrawsAtRandom) {
  auto ports = make(ProfileName::kModern);
  std::set<std::uint16_t> given;
  int neighbours = 0;
  Port previous;
  for (int i = 0; i < 100; ++i) {
    const Port port = *ports.choose_unused();
    EXPECT_GE(port.number(), 32768);
    EXPECT_LE(port.number(), 60999);
    neighbours += port.number() == previous.number() + 1 ? 1 : 0;
    given.insert(port.number());
    previous = port;
  }
  EXPECT_GT(given.size(), 90u);
  EXPECT_LT(neighbours, 5);
}

TEST_F(PortAllocatorTest, BindRefusesAPortInTimeWaitUnlessReuseIsAsked) {
  REQUIREMENT("SOCKETS-30");
  auto ports = make();
  ports.add(at(80), Use::kTimeWait);
  EXPECT_FALSE(ports.bindable(at(80), false));
  EXPECT_FALSE(ports.bindable(at(80, Ipv4Addr()), false));
  EXPECT_TRUE(ports.bindable(at(80), true));
  EXPECT_TRUE(ports.bindable(at(80, kOther), false)) << "another address of this host";
  ports.remove(at(80), Use::kTimeWait);
  EXPECT_TRUE(ports.bindable(at(80), false));
}

TEST_F(PortAllocatorTest, AddressesCanBeBoundSeparately) {
  REQUIREMENT("SOCKETS-29");
  auto ports = make();
  ports.add(at(80), Use::kListener);
  EXPECT_FALSE(ports.bindable(at(80), false));
  EXPECT_FALSE(ports.bindable(at(80), true)) << "never two listeners on one address";
  EXPECT_TRUE(ports.bindable(at(80, kOther), false));
  EXPECT_FALSE(ports.bindable(at(80, Ipv4Addr()), false));
  EXPECT_TRUE(ports.bindable(at(80, Ipv4Addr()), true));
}

TEST_F(PortAllocatorTest, SpecificAddressAfterAnyNeedsReuse) {
  auto ports = make();
  ports.add(at(80, Ipv4Addr()), Use::kListener);
  EXPECT_FALSE(ports.bindable(at(80), false));
  EXPECT_TRUE(ports.bindable(at(80), true));
}

TEST_F(PortAllocatorTest, LowPortsAreNotRestricted) {
  REQUIREMENT("TCP-PORTS-05");
  auto ports = make();
  for (std::uint16_t port = 1; port < 1024; ++port) EXPECT_TRUE(ports.bindable(at(port), false)) << port;
}

}  // namespace
}  // namespace flue::tcp
