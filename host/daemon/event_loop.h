// The daemon's only loop: epoll over descriptors, one deadline source, signals. Everything runs on one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "host/base/time.h"

namespace flue::daemon {

// Reads CLOCK_MONOTONIC; the daemon's only clock, handed to protocol code as TimePoint.
TimePoint monotonic_now();

class EventLoop {
 public:
  enum Interest : std::uint32_t { kRead = 1, kWrite = 2 };
  // `ready` is a set of Interest; errors and hang-ups are reported as both, so that the handler's next call finds out.
  using Handler = std::function<void(std::uint32_t ready, TimePoint now)>;

  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // The descriptor stays the caller's. A handler may remove any descriptor, its own included, while it runs.
  void add(int descriptor, std::uint32_t interest, Handler handler);
  void modify(int descriptor, std::uint32_t interest);
  void remove(int descriptor);

  // Asked before each wait; returns when the stack must be polled next (kNever: no timer).
  void set_deadline_source(std::function<TimePoint()> source);
  // Called after every batch of descriptors and at every deadline, with the time of the batch.
  void set_after_batch(std::function<void(TimePoint)> work);

  void on_signal(int signal_number, std::function<void(TimePoint)> handler);

  void run();
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace flue::daemon
