#include "host/link/packet.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <string>
#include <vector>

#include "host/wire/tcp.h"
#include "host/wire/udp.h"
#include "tests/host/link/peer.h"
#include "tests/host/link/test_network.h"

namespace flue {
namespace {

using test::Peer;

// A veth pair: the kernel with its address at one end, our packet socket at the other.
class Packet : public ::testing::Test {
 protected:
  void SetUp() override {
    kernel_.ip("link add va address 02:00:00:00:00:0a type veth peer name vb address 02:00:00:00:00:0b netns " +
               ours_.name());
    kernel_.ip("address add 10.99.0.1/24 dev va");
    kernel_.ip("link set va up");
    ours_.ip("link set vb up");
    auto link = open_packet("vb", ours_.name());
    ASSERT_TRUE(link) << link.error().message;
    link_ = std::move(*link);
  }

  // A kernel socket that believes to have a connection with our port 5000; its first data byte is first_.
  FileDescriptor connect_kernel() {
    auto socket = kernel_.socket(SOCK_STREAM);
    EXPECT_EQ(::fcntl(socket.get(), F_SETFL, O_NONBLOCK), 0);
    const auto remote = test::socket_address({peer_.address, Port(5000)});
    EXPECT_EQ(::connect(socket.get(), test::generic(remote), sizeof remote), -1);
    EXPECT_EQ(errno, EINPROGRESS);
    peer_.answer_arp(*link_);
    const auto datagram = peer_.await_datagram(*link_, wire::kProtocolTcp);
    const auto syn = wire::TcpView::parse(datagram.payload());
    EXPECT_TRUE(syn && syn->flags().syn);
    EXPECT_TRUE(syn->checksum_ok(peer_.pseudo_from_kernel(wire::kProtocolTcp, datagram.payload().size())));
    first_ = syn->seq() + 1;

    wire::TcpHeader answer{Port(5000), syn->source(), Seq(1000), first_, {}, RawWindow(65535), 0, {}};
    answer.flags.syn = answer.flags.ack = true;
    answer.options.mss = kMss;
    auto frame = peer_.datagram(wire::kProtocolTcp, answer.size());
    answer.emit(MutableBytes(frame).subspan(34), {}, peer_.pseudo_to_kernel(wire::kProtocolTcp, answer.size()));
    EXPECT_TRUE(link_->send(frame));
    pollfd connected{socket.get(), POLLOUT, 0};
    EXPECT_EQ(::poll(&connected, 1, test::kPatienceMs), 1);
    return socket;
  }

  static constexpr std::uint16_t kMss = 1460;

  test::Namespace kernel_{"kernel"};
  test::Namespace ours_{"ours"};
  Peer peer_;
  Seq first_;
  std::unique_ptr<Link> link_;
};

constexpr std::uint16_t kExperimental = 0x88B5;  // an Ethernet type that nothing else here uses

std::vector<std::byte> experimental_frame(const MacAddr& source, std::optional<std::uint16_t> tag) {
  const wire::EthernetHeader header{kBroadcastMac, source, kExperimental, false, tag};
  std::vector<std::byte> frame(header.size() + 50, std::byte{0x5C});
  header.emit(frame, 50);
  return frame;
}

Bytes await_experimental(Link& link) {
  return test::await_frame(link, [](Bytes f) {
    const auto ethernet = wire::EthernetView::parse(f);
    return ethernet && ethernet->type() == kExperimental;
  });
}

TEST_F(Packet, TellsWhatTheInterfaceIs) {
  EXPECT_EQ(link_->mtu(), 1500u);
  EXPECT_EQ(link_->hardware_address(), MacAddr({2, 0, 0, 0, 0, 0x0B}));
  EXPECT_EQ(link_->speed(), 10'000'000'000u);  // what veth claims
}

TEST_F(Packet, CompletesTheChecksumThatTheSenderLeftToItsDevice) {
  const auto socket = kernel_.socket(SOCK_DGRAM);
  const auto remote = test::socket_address({peer_.address, Port(5000)});
  ASSERT_EQ(::sendto(socket.get(), "abc", 3, 0, test::generic(remote), sizeof remote), 3);
  peer_.answer_arp(*link_);
  const auto ip = peer_.await_datagram(*link_, wire::kProtocolUdp);
  const auto udp = wire::UdpView::parse(ip.payload());
  ASSERT_TRUE(udp);
  EXPECT_NE(udp->checksum(), 0);
  EXPECT_TRUE(udp->checksum_ok(peer_.pseudo_from_kernel(wire::kProtocolUdp, udp->length())));
}

TEST_F(Packet, HearsWhatArrivesAndNotWhatLeaves) {
  const auto neighbour = open_packet("vb", ours_.name());  // sends from the same interface
  const auto far_end = open_packet("va", kernel_.name());
  ASSERT_TRUE(neighbour && far_end);
  const auto leaving = experimental_frame(MacAddr({2, 0, 0, 0, 0, 1}), {});
  const auto arriving = experimental_frame(MacAddr({2, 0, 0, 0, 0, 2}), {});
  ASSERT_TRUE((*neighbour)->send(leaving));
  ASSERT_TRUE((*far_end)->send(arriving));
  EXPECT_TRUE(std::ranges::equal(await_experimental(*link_), arriving));
}

// The kernel takes the tag out of every frame that it receives, before a packet socket sees it.
TEST_F(Packet, PutsTheVlanTagBack) {
  const auto sender = open_packet("va", kernel_.name());
  ASSERT_TRUE(sender) << sender.error().message;
  const auto frame = experimental_frame(peer_.mac, 0xA005);
  ASSERT_TRUE((*sender)->send(frame));
  EXPECT_TRUE(std::ranges::equal(await_experimental(*link_), frame));
}

// The kernel sends a large segment to its device in one piece (TSO); what arrives here are frames of a wire.
TEST_F(Packet, CutsLargeSegmentsIntoFrames) {
  const auto socket = connect_kernel();
  std::vector<std::byte> data(8 * kMss);  // below the initial congestion window
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<std::byte>(i * 7 >> 3);
  ASSERT_EQ(::send(socket.get(), data.data(), data.size(), 0), static_cast<ssize_t>(data.size()));
  std::vector<std::byte> received;
  while (received.size() < data.size()) {
    const auto ip = peer_.await_datagram(*link_, wire::kProtocolTcp);
    const auto segment = wire::TcpView::parse(ip.payload());
    ASSERT_TRUE(segment);
    EXPECT_TRUE(ip.checksum_ok());
    EXPECT_LE(ip.total_length(), 1500);
    EXPECT_TRUE(segment->checksum_ok(peer_.pseudo_from_kernel(wire::kProtocolTcp, ip.payload().size())));
    if (segment->payload().empty()) continue;  // the ACK of the handshake
    ASSERT_EQ(distance(first_, segment->seq()), received.size());
    received.insert(received.end(), segment->payload().begin(), segment->payload().end());
  }
  EXPECT_EQ(received, data);
}

TEST_F(Packet, IsReadableWhilePiecesOfASegmentWait) {
  const auto socket = connect_kernel();
  const std::vector<std::byte> data(2 * kMss);
  ASSERT_EQ(::send(socket.get(), data.data(), data.size(), 0), static_cast<ssize_t>(data.size()));
  std::size_t payload_size = 0;
  while (payload_size == 0) {
    payload_size = wire::TcpView::parse(peer_.await_datagram(*link_, wire::kProtocolTcp).payload())->payload().size();
  }
  EXPECT_EQ(payload_size, kMss);
  EXPECT_TRUE(test::readable(link_->descriptor(), 0));  // the other half, although the socket is empty
}

TEST_F(Packet, OtherMediaSaySo) {
  const auto link = open_packet("lo", ours_.name());
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, LinkErrorCode::kWrongKind);
  EXPECT_EQ(link.error().message, "'lo' is not an Ethernet interface: attach to one that is");
}

TEST_F(Packet, AMissingInterfaceSaysSo) {
  const auto link = open_packet("vc", ours_.name());
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().code, LinkErrorCode::kNoSuchInterface);
  EXPECT_EQ(link.error().message, "there is no interface 'vc': 'ip link' lists those that exist");
}

TEST_F(Packet, WithoutPrivilegeItIsNotPermitted) {
  const pid_t child = ::fork();
  if (child == 0) {
    // The namespace must be entered before the privilege is gone.
    int result = 2;
    const auto done = in_namespace(ours_.name(), [&]() -> Result<void, LinkError> {
      if (::setuid(65534) != 0) return {};
      const auto link = open_packet("vb");
      result = !link && link.error().code == LinkErrorCode::kNoPermission ? 0 : 1;
      return {};
    });
    ::_exit(done ? result : 3);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace flue
