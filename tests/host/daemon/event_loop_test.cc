#include "host/daemon/event_loop.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>
#include <vector>

namespace flue::daemon {
namespace {

using std::chrono::milliseconds;

// Two connected sockets, closed at the end.
struct Pair {
  Pair() { EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, end.data()), 0); }
  ~Pair() {
    close(end[0]);
    close(end[1]);
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;
  void send() const { EXPECT_EQ(write(end[1], "x", 1), 1); }
  void receive() const {
    char byte = 0;
    EXPECT_EQ(read(end[0], &byte, 1), 1);
  }
  std::array<int, 2> end{-1, -1};
};

TEST(EventLoop, CallsTheHandlerOfAReadableDescriptor) {
  EventLoop loop;
  const Pair pair;
  std::uint32_t seen = 0;
  loop.add(pair.end[0], EventLoop::kRead, [&](std::uint32_t ready, TimePoint) {
    seen = ready;
    pair.receive();
    loop.stop();
  });
  pair.send();
  loop.run();
  EXPECT_EQ(seen, EventLoop::kRead);
}

TEST(EventLoop, FollowsAChangedInterest) {
  EventLoop loop;
  const Pair pair;
  std::vector<std::uint32_t> seen;
  loop.add(pair.end[0], EventLoop::kWrite, [&](std::uint32_t ready, TimePoint) {
    seen.push_back(ready);
    if (seen.size() == 1) {
      loop.modify(pair.end[0], EventLoop::kRead);
      pair.send();
    } else {
      loop.stop();
    }
  });
  loop.run();
  EXPECT_EQ(seen, (std::vector<std::uint32_t>{EventLoop::kWrite, EventLoop::kRead}));
}

TEST(EventLoop, ReportsAHangUpAsBoth) {
  EventLoop loop;
  const Pair pair;
  std::uint32_t seen = 0;
  loop.add(pair.end[0], EventLoop::kRead, [&](std::uint32_t ready, TimePoint) {
    seen = ready;
    loop.stop();
  });
  shutdown(pair.end[0], SHUT_RDWR);
  loop.run();
  EXPECT_EQ(seen, EventLoop::kRead | EventLoop::kWrite);
}

TEST(EventLoop, AHandlerMayRemoveItself) {
  EventLoop loop;
  const Pair pair;
  int calls = 0;
  const std::string captured(1000, 'x');  // would be freed under a handler that is destroyed while it runs
  loop.add(pair.end[0], EventLoop::kWrite, [&, captured](std::uint32_t, TimePoint) {
    loop.remove(pair.end[0]);
    EXPECT_EQ(captured.size(), 1000u);
    ++calls;
  });
  int turns = 0;
  loop.set_deadline_source([] { return TimePoint::min(); });
  loop.set_after_batch([&](TimePoint) {
    if (++turns == 3) loop.stop();
  });
  loop.run();
  EXPECT_EQ(calls, 1);
}

TEST(EventLoop, ARemovedDescriptorIsNotCalledInTheSameBatch) {
  EventLoop loop;
  const Pair one;
  const Pair other;
  int calls = 0;
  // Whichever comes first removes the other, and puts a new handler in its place.
  const auto handler_that_removes = [&](int victim) {
    return [&, victim](std::uint32_t, TimePoint) {
      ++calls;
      loop.remove(victim);
      loop.add(victim, EventLoop::kRead, [&](std::uint32_t, TimePoint) { calls += 100; });
    };
  };
  loop.add(one.end[0], EventLoop::kRead, handler_that_removes(other.end[0]));
  loop.add(other.end[0], EventLoop::kRead, handler_that_removes(one.end[0]));
  one.send();
  other.send();
  loop.set_after_batch([&](TimePoint) { loop.stop(); });
  loop.run();
  EXPECT_EQ(calls, 1);
}

TEST(EventLoop, RemovingAnUnknownDescriptorDoesNothing) {
  EventLoop loop;
  loop.remove(12345);
}

TEST(EventLoop, TurnsAtTheDeadlineAndNotBefore) {
  EventLoop loop;
  const TimePoint deadline = monotonic_now() + milliseconds(20);
  TimePoint turned;
  loop.set_deadline_source([&] { return deadline; });
  loop.set_after_batch([&](TimePoint now) {
    turned = now;
    loop.stop();
  });
  loop.run();
  EXPECT_GE(turned, deadline);
}

TEST(EventLoop, WorksAfterEveryBatchWithTheTimeOfTheBatch) {
  EventLoop loop;
  const Pair pair;
  TimePoint handled;
  TimePoint worked;
  loop.add(pair.end[0], EventLoop::kWrite, [&](std::uint32_t, TimePoint now) { handled = now; });
  loop.set_after_batch([&](TimePoint now) {
    worked = now;
    loop.stop();
  });
  loop.run();
  EXPECT_EQ(handled, worked);
}

TEST(EventLoop, HandsSignalsToTheirHandlers) {
  EventLoop loop;
  std::vector<int> seen;
  loop.on_signal(SIGUSR1, [&](TimePoint) { seen.push_back(SIGUSR1); });
  loop.on_signal(SIGUSR2, [&](TimePoint) {
    seen.push_back(SIGUSR2);
    loop.stop();
  });
  raise(SIGUSR1);
  raise(SIGUSR2);
  loop.run();
  EXPECT_EQ(seen, (std::vector<int>{SIGUSR1, SIGUSR2}));
}

TEST(EventLoop, UnblocksItsSignalsAtTheEnd) {
  {
    EventLoop loop;
    loop.on_signal(SIGUSR1, [](TimePoint) {});
  }
  sigset_t blocked;
  sigprocmask(SIG_SETMASK, nullptr, &blocked);
  EXPECT_FALSE(sigismember(&blocked, SIGUSR1));
}

TEST(MonotonicNow, NeverGoesBack) {
  TimePoint last = monotonic_now();
  for (int i = 0; i < 1000; ++i) {
    const TimePoint now = monotonic_now();
    ASSERT_GE(now, last);
    last = now;
  }
}

}  // namespace
}  // namespace flue::daemon
