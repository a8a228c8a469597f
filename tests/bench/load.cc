// Load from kernel sockets, run inside the peer's namespace:
//   flue_bench_load connect ADDRESS PORT SECONDS PARALLEL   connections opened and reset, per second
//   flue_bench_load bulk ADDRESS PORT SECONDS               bits per second sent over one connection
// Prints one number. Exits 1 with a line on stderr if nothing could be measured.
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

int start_connect(const sockaddr_in& to) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const linger reset{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  // connect() takes the generic address type by the interface's design.
  if (connect(fd, static_cast<const sockaddr*>(static_cast<const void*>(&to)), sizeof to) != 0 &&
      errno != EINPROGRESS) {
    close(fd);
    return -1;
  }
  return fd;
}

// Keeps `parallel` connects under way; each one that succeeds is reset at once.
int run_connect(const sockaddr_in& to, std::chrono::seconds length, int parallel) {
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  const auto begin_one = [&] {
    const int fd = start_connect(to);
    if (fd < 0) return;
    epoll_event event{EPOLLOUT, {.fd = fd}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  };
  for (int i = 0; i < parallel; ++i) begin_one();
  long connected = 0;
  long failed = 0;
  const auto start = Clock::now();
  std::vector<epoll_event> events(256);
  while (Clock::now() - start < length) {
    const int n = epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 100);
    for (int i = 0; i < n; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      int error = 0;
      socklen_t size = sizeof error;
      getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
      (error == 0 ? connected : failed)++;
      close(fd);
      begin_one();
    }
  }
  const std::chrono::duration<double> elapsed = Clock::now() - start;
  if (connected == 0 || failed > connected / 100) {
    std::fprintf(stderr, "load: %ld connected, %ld failed\n", connected, failed);
    return 1;
  }
  std::printf("%.0f\n", static_cast<double>(connected) / elapsed.count());
  return 0;
}

int run_bulk(const sockaddr_in& to, std::chrono::seconds length) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{5, 0};
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (connect(fd, static_cast<const sockaddr*>(static_cast<const void*>(&to)), sizeof to) != 0) {
    std::perror("load: connect");
    return 1;
  }
  const std::vector<char> data(256 * 1024, 'x');
  std::uint64_t sent = 0;
  const auto start = Clock::now();
  while (Clock::now() - start < length) {
    const ssize_t n = send(fd, data.data(), data.size(), MSG_NOSIGNAL);
    if (n <= 0) {
      std::perror("load: send");
      return 1;
    }
    sent += static_cast<std::uint64_t>(n);
  }
  // What is still queued here has not been carried.
  int queued = 0;
  ioctl(fd, SIOCOUTQ, &queued);
  const std::chrono::duration<double> elapsed = Clock::now() - start;
  std::printf("%.0f\n", static_cast<double>(sent - static_cast<std::uint64_t>(queued)) * 8 / elapsed.count());
  close(fd);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  sockaddr_in to{};
  to.sin_family = AF_INET;
  const bool arguments_ok = (mode == "connect" && argc == 6) || (mode == "bulk" && argc == 5);
  if (!arguments_ok || inet_pton(AF_INET, argv[2], &to.sin_addr) != 1) {
    std::fprintf(stderr, "usage: flue_bench_load connect ADDRESS PORT SECONDS PARALLEL | bulk ADDRESS PORT SECONDS\n");
    return 2;
  }
  to.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[3])));
  const std::chrono::seconds length(std::atoi(argv[4]));
  return mode == "connect" ? run_connect(to, length, std::atoi(argv[5])) : run_bulk(to, length);
}
