// Bits per descriptor number that say "look closer here": so that close() and epoll_ctl() cost nothing for everything
// that is not Flue's. Hints may be wrong after dup2() or exec; whoever acts on one asks the kernel first.
#pragma once

#include <atomic>
#include <cstdint>

namespace flue::preload {

enum class Hint : unsigned char {
  kUndecided,  // made by socket(), may still become Flue's: epoll registrations are remembered
  kLinger,     // SO_LINGER with a time is set: close() waits
  kListener,   // close() tells the daemon, so that the port is free at once
  kCount
};

class Hints {
 public:
  static constexpr int kMaxDescriptor = 1 << 20;

  [[nodiscard]] bool has(int descriptor, Hint hint) const;
  [[nodiscard]] bool any(int descriptor) const;
  void set(int descriptor, Hint hint, bool on);
  void clear(int descriptor);
  // `to` is a copy of `from`.
  void copy(int from, int to);

 private:
  static bool in_range(int descriptor) { return descriptor >= 0 && descriptor < kMaxDescriptor; }
  std::atomic<std::uint8_t> bits_[kMaxDescriptor];  // untouched pages cost no memory
};

extern Hints hints;

// True in a child made by vfork (or a raw clone): its memory may be its parent's and must be left alone. A child of
// fork() is a process of its own.
bool in_borrowed_memory();

}  // namespace flue::preload
