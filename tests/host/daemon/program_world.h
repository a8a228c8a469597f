// Programs and the stack in one process: two ends of the loopback address, served by ProgramSockets in virtual time.
// The test holds the programs' descriptors and reads and writes them as a program would.
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <map>
#include <string>
#include <vector>

#include "host/daemon/program_sockets.h"
#include "host/params/profiles.h"
#include "host/stack/stack.h"
#include "tests/host/daemon/temp_directory.h"

namespace flue::daemon {

constexpr Ipv4Addr kLoopback{127, 0, 0, 1};

class ProgramWorld final : private SocketsObserver {
 public:
  explicit ProgramWorld(const Limits& limits = {}, ProfileName profile = ProfileName::kWin2003)
      : parameters(profile_parameters(profile)),
        limits_(limits),
        sockets({stack.tcp(), router, parameters, log, *this}, limits_, 0x1234) {
    const auto opened = sockets.open(directory / "listeners", now);
    EXPECT_TRUE(opened) << opened.error();
  }

  // Lets the stack and the twins work until nothing happens, then time pass.
  void run(Duration time = Duration(0)) {
    const TimePoint end = now + time;
    for (;;) {
      for (int quiet = 0; quiet < 3;) {
        stack.poll(now);
        const std::size_t events = router.dispatch(stack.tcp(), now);
        sockets.on_ready(now);
        sockets.poll(now);
        quiet = events == 0 ? quiet + 1 : 0;
      }
      if (now >= end) return;
      now =
          std::max(std::min({stack.next_deadline(), sockets.next_deadline(), end}), now + std::chrono::microseconds(1));
    }
  }

  static ProgramSockets::Asker asker(uid_t user = 1000, const Descriptor* existing = nullptr) {
    ProgramSockets::Asker result;
    result.owner = {user, 4321};
    if (existing != nullptr) result.existing = identify(existing->get());
    return result;
  }

  ProgramSockets::Made listen(std::uint16_t port, std::int32_t backlog = 5) {
    return sockets.listen(asker(), {kLoopback, Port(port)}, backlog, now);
  }
  // What the library's accept() does.
  Descriptor accept(const Descriptor& listener) {
    run();
    Descriptor made(::accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK));
    if (made) EXPECT_EQ(::send(made.get(), "", 1, MSG_NOSIGNAL), 1);
    run();
    return made;
  }
  ProgramSockets::Made connect(std::uint16_t port) { return sockets.connect(asker(), {kLoopback, Port(port)}, now); }

  void on_connect_done(SocketId socket, int error) override { connect_results[socket] = error; }
  void on_linger_done(SocketId socket) override { lingered.push_back(socket); }

  TempDirectory directory;
  Parameters parameters;
  SeededRandom random{1};
  NullLog log;
  TimePoint now{std::chrono::seconds(1000)};
  stack::Stack stack{parameters, random, log};
  stack::EventRouter router;

 private:
  ProgramLimits limits_;

 public:
  ProgramSockets sockets;
  std::map<SocketId, int> connect_results;
  std::vector<SocketId> lingered;
  [[nodiscard]] Usage usage(uid_t user = 1000) const { return limits_.usage(user); }
};

// A connection through a listener: the client's and the server's descriptor.
struct Connected {
  Descriptor listener, client, server;
};
inline Connected connected(ProgramWorld& world, std::uint16_t port = 7000) {
  Connected result;
  result.listener = std::move(world.listen(port).descriptor);
  result.client = std::move(world.connect(port).descriptor);
  world.run();
  result.server = world.accept(result.listener);
  EXPECT_TRUE(result.client && result.server);
  return result;
}

inline ssize_t write_text(const Descriptor& to, const std::string& text) {
  return ::send(to.get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}
// "" at the end of the stream; "!" and the errno's number for an error.
inline std::string read_text(const Descriptor& from, std::size_t most = 1 << 17) {
  std::string text(most, '\0');
  const ssize_t got = ::recv(from.get(), text.data(), text.size(), MSG_DONTWAIT);
  if (got < 0) return "!" + std::to_string(errno);
  text.resize(static_cast<std::size_t>(got));
  return text;
}

}  // namespace flue::daemon
