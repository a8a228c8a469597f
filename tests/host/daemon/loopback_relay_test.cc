#include "host/daemon/loopback_relay.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>

#include "host/daemon/twin_socket.h"
#include "tests/host/daemon/program_world.h"

namespace flue::daemon {
namespace {

// A kernel listener on a loopback port that the kernel chose.
struct KernelListener {
  Descriptor descriptor{::socket(AF_INET, SOCK_STREAM, 0)};
  sockaddr_in address{};

  explicit KernelListener(in_addr_t bound_to = INADDR_LOOPBACK) {
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(bound_to);
    socklen_t length = sizeof(address);
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(descriptor.get(), raw, length), 0);
    EXPECT_EQ(::listen(descriptor.get(), 4), 0);
    getsockname(descriptor.get(), raw, &length);
  }
  [[nodiscard]] Port port() const { return Port(ntohs(address.sin_port)); }
};

class LoopbackRelayTest : public testing::Test {
 protected:
  LoopbackRelayTest() {
    const KernelListener listener;
    EXPECT_EQ(::connect(peer_.get(), reinterpret_cast<const sockaddr*>(&listener.address), sizeof(sockaddr_in)), 0);
    Descriptor kernel(accept4(listener.descriptor.get(), nullptr, nullptr, SOCK_NONBLOCK));
    auto pair = make_twin_pair();
    program_ = std::move(pair->programs);
    write_text(program_, std::string(1, '\0'));  // as the library does after accept()
    relay_.emplace(Owner{}, Endpoint{}, Endpoint{}, std::move(kernel), std::move(pair->daemons));
  }

  // The kernel's loopback delivers at once, but not within the call.
  std::string settle_and_read(const Descriptor& from) {
    for (int i = 0; i < 200; ++i) {
      relay_->on_ready(scratch_);
      pollfd readable{from.get(), POLLIN, 0};
      if (::poll(&readable, 1, 5) == 1) break;
    }
    return read_text(from);
  }

  std::vector<std::byte> scratch_ = std::vector<std::byte>(2 * LoopbackRelay::kBufferBytes);
  Descriptor peer_{::socket(AF_INET, SOCK_STREAM, 0)};
  Descriptor program_;
  std::optional<LoopbackRelay> relay_;
};

TEST_F(LoopbackRelayTest, BytesPassBothWaysWithoutThePlantedOne) {
  write_text(program_, "to the peer");
  EXPECT_EQ(settle_and_read(peer_), "to the peer");
  write_text(peer_, "to the program");
  EXPECT_EQ(settle_and_read(program_), "to the program");
}

TEST_F(LoopbackRelayTest, EndsPassOneByOne) {
  write_text(peer_, "last");
  ::shutdown(peer_.get(), SHUT_WR);
  EXPECT_EQ(settle_and_read(program_), "last");
  EXPECT_EQ(settle_and_read(program_), "");
  EXPECT_FALSE(relay_->ended());
  write_text(program_, "answer");
  EXPECT_EQ(settle_and_read(peer_), "answer");
  program_.reset();
  EXPECT_EQ(settle_and_read(peer_), "");
  EXPECT_TRUE(relay_->ended());
}

TEST_F(LoopbackRelayTest, ResetOfThePeerIsAResetForTheProgram) {
  const linger at_once{1, 0};
  setsockopt(peer_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  peer_.reset();
  EXPECT_EQ(settle_and_read(program_), "!" + std::to_string(ECONNRESET));
  EXPECT_TRUE(relay_->ended());
}

TEST_F(LoopbackRelayTest, ProgramThatLeavesBytesUnreadResetsThePeer) {
  write_text(peer_, "unread");
  for (int i = 0; i < 200 && queued_bytes(program_.get()) == 0; ++i) {
    relay_->on_ready(scratch_);
    ::poll(nullptr, 0, 1);
  }
  program_.reset();
  EXPECT_EQ(settle_and_read(peer_), "!" + std::to_string(ECONNRESET));
}

TEST(LoopbackListener, OnlyAListenerOfTheKernelsOnThatPortWillDo) {
  const KernelListener good;
  EXPECT_TRUE(is_loopback_listener(good.descriptor.get(), good.port()));
  EXPECT_FALSE(is_loopback_listener(good.descriptor.get(), Port(1)));
  const KernelListener everywhere(INADDR_ANY);
  EXPECT_FALSE(is_loopback_listener(everywhere.descriptor.get(), everywhere.port()));
  const Descriptor not_listening(::socket(AF_INET, SOCK_STREAM, 0));
  EXPECT_FALSE(is_loopback_listener(not_listening.get(), Port(0)));
  EXPECT_FALSE(is_loopback_listener(-1, Port(0)));
}

TEST(ProgramSockets, OnlyTheListenersUserMayAddTheKernelsLoopback) {
  ProgramWorld world;
  KernelListener kernel;
  const auto made = world.sockets.listen(ProgramWorld::asker(), {Ipv4Addr(), kernel.port()}, 5, world.now);
  ASSERT_EQ(made.error, 0);
  const auto copy = [&] { return Descriptor(dup(kernel.descriptor.get())); };
  EXPECT_EQ(world.sockets.add_loopback({1001, 1}, made.id, copy()), EBADF);
  EXPECT_EQ(world.sockets.add_loopback({1000, 1}, made.id + 1, copy()), EBADF);
  EXPECT_EQ(world.sockets.add_loopback({1000, 1}, made.id, copy()), 0);
  EXPECT_EQ(world.sockets.add_loopback({1000, 1}, made.id, copy()), EINVAL) << "one is enough";
}

}  // namespace
}  // namespace flue::daemon
