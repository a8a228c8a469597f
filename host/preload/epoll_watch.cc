#include "host/preload/epoll_watch.h"

#include "host/preload/real.h"

namespace flue::preload {

EpollWatch epoll_watch;

EpollWatch::Entry* EpollWatch::find(int epoll, int descriptor) {
  const unsigned end = high_water_.load(std::memory_order_acquire);
  for (unsigned i = 0; i < end; ++i) {
    Entry& entry = entries_[i];
    if (entry.state.load(std::memory_order_acquire) == kUsed && entry.descriptor == descriptor &&
        (epoll < 0 || entry.epoll == epoll)) {
      return &entry;
    }
  }
  return nullptr;
}

void EpollWatch::add(int epoll, int descriptor, const epoll_event& event) {
  for (unsigned i = 0; i < kEntries; ++i) {
    std::uint8_t expected = kFree;
    if (!entries_[i].state.compare_exchange_strong(expected, kBusy, std::memory_order_acquire)) continue;
    entries_[i].epoll = epoll;
    entries_[i].descriptor = descriptor;
    entries_[i].event = event;
    entries_[i].state.store(kUsed, std::memory_order_release);
    unsigned seen = high_water_.load(std::memory_order_relaxed);
    while (seen < i + 1 && !high_water_.compare_exchange_weak(seen, i + 1, std::memory_order_release)) {
    }
    return;
  }
}

void EpollWatch::note(int epoll, int operation, int descriptor, const epoll_event* event) {
  Entry* entry = find(epoll, descriptor);
  if (operation == EPOLL_CTL_DEL) {
    if (entry != nullptr) entry->state.store(kFree, std::memory_order_release);
  } else if (event != nullptr) {
    if (entry != nullptr) {
      entry->event = *event;
    } else {
      add(epoll, descriptor, *event);
    }
  }
}

// Registered before: the old file left the set when it was replaced, unless a copy of it is still open.
void EpollWatch::replay(int descriptor) {
  const unsigned end = high_water_.load(std::memory_order_acquire);
  for (unsigned i = 0; i < end; ++i) {
    Entry& entry = entries_[i];
    if (entry.state.load(std::memory_order_acquire) != kUsed || entry.descriptor != descriptor) continue;
    epoll_event event = entry.event;
    real().epoll_ctl(entry.epoll, EPOLL_CTL_ADD, descriptor, &event);
  }
}

void EpollWatch::forget(int descriptor) {
  while (Entry* entry = find(-1, descriptor)) entry->state.store(kFree, std::memory_order_release);
}

}  // namespace flue::preload
