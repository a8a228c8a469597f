// The Linux kernel as a peer in the benchmarks: accepts on PORT and discards until SIGTERM. flue_bench_linux ADDRESS
// PORT
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

int main(int argc, char** argv) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  if (argc != 3 || inet_pton(AF_INET, argv[1], &at.sin_addr) != 1) {
    std::fprintf(stderr, "usage: flue_bench_linux ADDRESS PORT\n");
    return 2;
  }
  at.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[2])));
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  // bind() takes the generic address type by the interface's design.
  if (bind(listener, static_cast<const sockaddr*>(static_cast<const void*>(&at)), sizeof at) != 0 ||
      listen(listener, 4096) != 0) {
    std::perror("flue_bench_linux: listen");
    return 1;
  }
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  epoll_event event{EPOLLIN, {.fd = listener}};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  std::puts("ready");
  std::fflush(stdout);
  std::vector<epoll_event> events(256);
  std::vector<char> data(256 * 1024);
  for (;;) {
    const int n = epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < n; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      if (fd == listener) {
        for (int c = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK); c >= 0;
             c = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) {
          epoll_event readable{EPOLLIN, {.fd = c}};
          epoll_ctl(epoll, EPOLL_CTL_ADD, c, &readable);
        }
      } else if (read(fd, data.data(), data.size()) <= 0) {
        close(fd);
      }
    }
  }
}
