#include "host/link/tap.h"

#include <gtest/gtest.h>
#include <net/if.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <climits>
#include <string>

#include "host/wire/udp.h"
#include "tests/host/link/peer.h"
#include "tests/host/link/test_network.h"

namespace flue {
namespace {

using test::Peer;

std::string own_namespace() {
  std::array<char, PATH_MAX> target{};
  EXPECT_GT(::readlink("/proc/thread-self/ns/net", target.data(), target.size() - 1), 0);
  return target.data();
}

class Tap : public ::testing::Test {
 protected:
  test::Namespace lab_{"tap"};
};

TEST_F(Tap, FramesCrossInBothDirections) {
  const auto link = open_tap("flt0", lab_.name());
  ASSERT_TRUE(link) << link.error().message;
  lab_.ip("address add 10.99.0.1/24 dev flt0");
  Peer peer;
  const auto socket = lab_.socket(SOCK_DGRAM);
  const auto local = test::socket_address({peer.kernel_address, Port(4000)});
  const auto remote = test::socket_address({peer.address, Port(5000)});
  ASSERT_EQ(::bind(socket.get(), test::generic(local), sizeof local), 0);

  const std::string question = "from the kernel";
  ASSERT_EQ(::sendto(socket.get(), question.data(), question.size(), 0, test::generic(remote), sizeof remote),
            static_cast<ssize_t>(question.size()));
  peer.answer_arp(**link);
  const auto ip = peer.await_datagram(**link, wire::kProtocolUdp);
  const auto udp = wire::UdpView::parse(ip.payload());
  ASSERT_TRUE(udp);
  EXPECT_TRUE(ip.checksum_ok());
  EXPECT_TRUE(udp->checksum_ok(peer.pseudo_from_kernel(wire::kProtocolUdp, udp->length())));
  EXPECT_EQ(udp->destination(), Port(5000));
  EXPECT_TRUE(std::ranges::equal(udp->payload(), question, {}, [](std::byte b) { return static_cast<char>(b); }));

  const std::vector<std::byte> answer(33, std::byte{'x'});
  auto frame = peer.datagram(wire::kProtocolUdp, wire::kUdpHeaderSize + answer.size());
  wire::UdpHeader{Port(5000), Port(4000)}.emit(
      MutableBytes(frame).subspan(34), answer,
      peer.pseudo_to_kernel(wire::kProtocolUdp, wire::kUdpHeaderSize + answer.size()));
  EXPECT_TRUE((*link)->send(frame));
  std::array<char, 100> received{};
  ASSERT_TRUE(test::readable(socket.get(), test::kPatienceMs));
  EXPECT_EQ(::recv(socket.get(), received.data(), received.size(), 0), 33);
  EXPECT_EQ(std::string(received.data()), std::string(33, 'x'));
}

TEST_F(Tap, IsMadeInTheNamedNamespaceAndTheCallerStaysOutside) {
  const std::string before = own_namespace();
  const auto link = open_tap("flt1", lab_.name());
  ASSERT_TRUE(link) << link.error().message;
  EXPECT_EQ(own_namespace(), before);
  EXPECT_EQ(::if_nametoindex("flt1"), 0u);
  lab_.ip("link show dev flt1 up | grep -q ,UP");
}

TEST_F(Tap, TakesAndTellsTheMtu) {
  const auto usual = open_tap("flt0", lab_.name());
  const auto jumbo = open_tap("flt1", lab_.name(), 9000);
  ASSERT_TRUE(usual && jumbo);
  EXPECT_EQ((*usual)->mtu(), 1500u);
  EXPECT_EQ((*jumbo)->mtu(), 9000u);
  EXPECT_FALSE((*usual)->hardware_address());
  EXPECT_FALSE((*usual)->speed());
}

TEST_F(Tap, HasNothingToReceiveAtFirstAndDoesNotBlock) {
  lab_.ip("link set lo up");
  const auto link = open_tap("flt0", lab_.name());
  ASSERT_TRUE(link);
  while (!(*link)->receive().empty()) {  // what IPv6 sends unasked
  }
  EXPECT_FALSE(test::readable((*link)->descriptor(), 0));
}

TEST_F(Tap, InUseSaysSo) {
  const auto first = open_tap("flt0", lab_.name());
  ASSERT_TRUE(first);
  const auto second = open_tap("flt0", lab_.name());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, LinkErrorCode::kBusy);
  EXPECT_EQ(second.error().message,
            "the TAP 'flt0' is in use by another program: stop that one or choose another name");
}

TEST_F(Tap, AnotherKindOfInterfaceSaysSo) {
  const auto link = open_tap("lo", lab_.name());
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, LinkErrorCode::kWrongKind);
  EXPECT_EQ(link.error().message, "the interface 'lo' exists and is not a TAP: choose another name");
}

TEST_F(Tap, AnMtuThatTheDeviceRefusesSaysSo) {
  const auto link = open_tap("flt0", lab_.name(), 20);
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, LinkErrorCode::kSystem);
  EXPECT_EQ(link.error().message, "cannot set the MTU of flt0 to 20: Invalid argument");
}

TEST(TapErrors, AMissingNamespaceSaysHowToMakeIt) {
  const auto link = open_tap("flt0", "flue-is-not-there");
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, LinkErrorCode::kNoSuchNamespace);
  EXPECT_EQ(link.error().message,
            "there is no network namespace 'flue-is-not-there': make it with 'ip netns add flue-is-not-there'");
}

TEST(TapErrors, ANameThatIsTooLongSaysSo) {
  const auto link = open_tap("a-name-of-16-chr");
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, LinkErrorCode::kBadName);
  EXPECT_EQ(link.error().message,
            "the interface name 'a-name-of-16-chr' is too long: Linux takes at most 15 characters");
}

TEST(TapErrors, WithoutPrivilegeItIsNotPermitted) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::setuid(65534) != 0) ::_exit(2);
    const auto link = open_tap("flt0");
    ::_exit(!link && link.error().code == LinkErrorCode::kNoPermission ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace flue
