// Remembers in which epoll sets an undecided socket is: replacing the descriptor takes it out of all of them, and
// nginx, for one, registers a socket before it connects it.
#pragma once

#include <sys/epoll.h>

#include <atomic>
#include <cstdint>

namespace flue::preload {

class EpollWatch {
 public:
  // After a successful epoll_ctl() on an undecided descriptor.
  void note(int epoll, int operation, int descriptor, const epoll_event* event);
  // The descriptor is another file now: registers it again wherever it was.
  void replay(int descriptor);
  void forget(int descriptor);

 private:
  // Undecided sockets are few at any time; beyond that many, the oldest rule of this library holds: no allocation.
  static constexpr unsigned kEntries = 4096;
  enum State : std::uint8_t { kFree, kBusy, kUsed };
  struct Entry {
    std::atomic<std::uint8_t> state{kFree};
    int epoll = -1;
    int descriptor = -1;
    epoll_event event{};
  };
  Entry* find(int epoll, int descriptor);
  void add(int epoll, int descriptor, const epoll_event& event);

  Entry entries_[kEntries];
  std::atomic<unsigned> high_water_{0};
};

extern EpollWatch epoll_watch;

}  // namespace flue::preload
