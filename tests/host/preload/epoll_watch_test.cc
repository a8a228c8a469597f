#include "host/preload/epoll_watch.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>

namespace flue::preload {
namespace {

class EpollWatchTest : public testing::Test {
 protected:
  EpollWatchTest() : one_(epoll_create1(0)), two_(epoll_create1(0)), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {}
  ~EpollWatchTest() override {
    for (const int descriptor : {one_, two_, socket_}) close(descriptor);
    if (reader_ >= 0) close(reader_);
  }

  void control(int epoll, int operation, std::uint32_t events, std::uint64_t data) {
    epoll_event event{};
    event.events = events;
    event.data.u64 = data;
    ASSERT_EQ(epoll_ctl(epoll, operation, socket_, &event), 0);
    watch_->note(epoll, operation, socket_, &event);
  }
  // Puts the writable end of a pipe in the socket's place.
  void replace() {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    dup2(ends[1], socket_);
    close(ends[1]);
    reader_ = ends[0];
    watch_->replay(socket_);
  }
  static std::uint64_t ready(int epoll) {
    epoll_event event{};
    return epoll_wait(epoll, &event, 1, 0) == 1 ? event.data.u64 : 0;
  }

  int one_, two_, socket_;
  int reader_ = -1;
  std::unique_ptr<EpollWatch> watch_ = std::make_unique<EpollWatch>();
};

TEST_F(EpollWatchTest, ReplacedDescriptorIsRegisteredWhereverItWas) {
  control(one_, EPOLL_CTL_ADD, EPOLLOUT, 11);
  control(two_, EPOLL_CTL_ADD, EPOLLOUT, 22);
  replace();
  EXPECT_EQ(ready(one_), 11u);
  EXPECT_EQ(ready(two_), 22u);
}

TEST_F(EpollWatchTest, TheLastChangeCounts) {
  control(one_, EPOLL_CTL_ADD, EPOLLIN, 1);
  control(one_, EPOLL_CTL_MOD, EPOLLOUT, 2);
  control(two_, EPOLL_CTL_ADD, EPOLLOUT, 3);
  control(two_, EPOLL_CTL_DEL, 0, 0);
  replace();
  EXPECT_EQ(ready(one_), 2u);
  EXPECT_EQ(ready(two_), 0u);
}

TEST_F(EpollWatchTest, ForgottenIsForgotten) {
  control(one_, EPOLL_CTL_ADD, EPOLLOUT, 1);
  watch_->forget(socket_);
  replace();
  EXPECT_EQ(ready(one_), 0u);
}

}  // namespace
}  // namespace flue::preload
