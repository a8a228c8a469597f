#include "host/daemon/notify.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <string>

namespace flue::daemon {
namespace {

// A service manager's end of the notification socket.
class Manager {
 public:
  Manager() : descriptor_(socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = "flue-notify-" + std::to_string(getpid());  // abstract
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    EXPECT_EQ(bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), length), 0);
    setenv("NOTIFY_SOCKET", ("@" + name).c_str(), 1);
  }
  ~Manager() {
    unsetenv("NOTIFY_SOCKET");
    close(descriptor_);
  }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;

  std::string heard() const {
    std::array<char, 256> text{};
    const ssize_t n = recv(descriptor_, text.data(), text.size(), 0);
    return n < 0 ? "nothing" : std::string(text.data(), static_cast<std::size_t>(n));
  }

 private:
  int descriptor_;
};

TEST(Notify, TellsTheServiceManager) {
  const Manager manager;
  notify_ready();
  EXPECT_EQ(manager.heard(), "READY=1");
  notify_reloading();
  EXPECT_EQ(manager.heard().rfind("RELOADING=1\nMONOTONIC_USEC=", 0), 0u);
  notify_stopping();
  EXPECT_EQ(manager.heard(), "STOPPING=1");
}

TEST(Notify, IsSilentWithoutOne) {
  { const Manager manager; }
  notify_ready();  // no socket to write to: nothing happens
}

}  // namespace
}  // namespace flue::daemon
