#include "host/services/udp_services.h"

#include <gtest/gtest.h>

#include "tests/host/stack/stack_host.h"

namespace flue::services {
namespace {

using namespace std::chrono_literals;
using stack::bytes_of;
using stack::kOwn;
using stack::kPeer;

class UdpServicesTest : public testing::Test {
 protected:
  UdpServicesTest() {
    host.add();
    host.know_neighbours();
  }
  void ask(std::uint16_t port, const stack::Frame& payload, std::uint16_t from = 4000) {
    host.datagram(stack::udp_datagram({kPeer, Port(from)}, {kOwn, Port(port)}, payload));
  }
  // The text of the only datagram that was sent.
  std::string answer() {
    EXPECT_EQ(host.link.sent.size(), 1u);
    if (host.link.sent.empty()) return {};
    const stack::Seen seen(host.take());
    EXPECT_EQ(seen.ipv4().protocol(), wire::kProtocolUdp);
    EXPECT_EQ(seen.udp().destination(), Port(4000));
    return stack::text_of(seen.udp().payload());
  }
  stack::StackHost host;
  UdpServices services{host.stack, [] { return std::string("Saturday, 21 November 2026 01:02:03"); }};
};

TEST_F(UdpServicesTest, EachGivesItsAnswer) {
  ASSERT_TRUE(services.start());
  ask(7, bytes_of("echo this"));
  EXPECT_EQ(answer(), "echo this");
  ask(9, bytes_of("forget this"));
  EXPECT_TRUE(host.link.sent.empty());
  ask(13, {});
  EXPECT_EQ(answer(), "Saturday, 21 November 2026 01:02:03\r\n");
  ask(17, {});
  EXPECT_TRUE(answer().ends_with("\r\n"));
  ask(19, {});
  EXPECT_EQ(answer().size(), 74u);
}

TEST_F(UdpServicesTest, ChargenIsBoundedByTheQuestionAndRfc864) {
  ASSERT_TRUE(services.start());
  ask(19, stack::ping_pattern(300));
  EXPECT_EQ(answer().size(), 300u);
  for (int i = 0; i < 200; ++i) {
    ask(19, stack::ping_pattern(1400));
    EXPECT_EQ(answer().size(), 512u);
  }
}

TEST_F(UdpServicesTest, NeverAnswersAServicePortOrABroadcast) {
  ASSERT_TRUE(services.start());
  for (const std::uint16_t port : {std::uint16_t{7}, std::uint16_t{13}, std::uint16_t{17}, std::uint16_t{19}}) {
    for (const std::uint16_t from : {std::uint16_t{7}, std::uint16_t{19}, std::uint16_t{53}, std::uint16_t{1023}}) {
      ask(port, bytes_of("loop"), from);
    }
    host.datagram(stack::udp_datagram({kPeer, Port(4000)}, {kLimitedBroadcast, Port(port)}, bytes_of("all")),
                  kBroadcastMac);
  }
  EXPECT_TRUE(host.link.sent.empty());
}

TEST_F(UdpServicesTest, AnswersABoundedNumberPerSecond) {
  ASSERT_TRUE(services.start());
  for (std::uint32_t i = 0; i < 3 * UdpServices::kAnswersPerSecond; ++i) ask(7, bytes_of("x"));
  EXPECT_EQ(host.link.sent.size(), UdpServices::kAnswersPerSecond);
}

TEST_F(UdpServicesTest, ATakenPortIsNamedAndNothingStaysBound) {
  ASSERT_TRUE(host.stack.udp_bind({{}, Port(17)}, [](const stack::UdpDatagram&, TimePoint) {}));
  const auto started = services.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error(), "quote: UDP port 17 is taken");
  EXPECT_EQ(host.stack.udp_endpoints().size(), 1u);
}

}  // namespace
}  // namespace flue::services
