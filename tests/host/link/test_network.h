// A network namespace that lives as long as the object, and sockets inside it: the kernel is the other end of the wire.
#pragma once

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "host/base/address.h"
#include "host/link/interface.h"
#include "host/link/link.h"

namespace flue::test {

inline constexpr int kPatienceMs = 5000;  // for what the kernel does at once

inline void run(const std::string& command) { ASSERT_EQ(std::system(command.c_str()), 0) << command; }

class Namespace {
 public:
  explicit Namespace(const std::string& suffix) : name_("flue-" + std::to_string(::getpid()) + "-" + suffix) {
    run("ip netns add " + name_);
  }
  Namespace(const Namespace&) = delete;
  Namespace& operator=(const Namespace&) = delete;
  ~Namespace() { run("ip netns delete " + name_); }

  [[nodiscard]] const std::string& name() const { return name_; }
  // `ip -n NAME arguments`.
  void ip(const std::string& arguments) const { run("ip -n " + name_ + " " + arguments); }

  // An IPv4 socket of this namespace.
  [[nodiscard]] FileDescriptor socket(int type) const {
    FileDescriptor opened;
    const auto done = in_namespace(name_, [&]() -> Result<void, LinkError> {
      opened = FileDescriptor(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
      return {};
    });
    EXPECT_TRUE(done && opened.valid());
    return opened;
  }

 private:
  std::string name_;
};

inline sockaddr_in socket_address(const Endpoint& endpoint) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(endpoint.address.bits());
  address.sin_port = htons(endpoint.port.number());
  return address;
}

inline const sockaddr* generic(const sockaddr_in& address) {
  return static_cast<const sockaddr*>(static_cast<const void*>(&address));
}

inline bool readable(int descriptor, int timeout_ms) {
  pollfd wait{descriptor, POLLIN, 0};
  return ::poll(&wait, 1, timeout_ms) == 1;
}

// The next frame that `wanted` accepts; empty if none comes. The kernel sends others unasked (IPv6 discovery).
template <typename Wanted>
Bytes await_frame(Link& link, Wanted wanted) {
  for (int others = 0; others < 1000; ++others) {
    const Bytes frame = link.receive();
    if (!frame.empty() && wanted(frame)) return frame;
    if (frame.empty() && !readable(link.descriptor(), kPatienceMs)) return {};
  }
  return {};
}

}  // namespace flue::test
