#include "host/preload/hints.h"

#include <pthread.h>
#include <unistd.h>

namespace flue::preload {

Hints hints;

bool Hints::has(int descriptor, Hint hint) const {
  return in_range(descriptor) && (bits_[descriptor].load(std::memory_order_relaxed) >> static_cast<int>(hint) & 1) != 0;
}

bool Hints::any(int descriptor) const {
  return in_range(descriptor) && bits_[descriptor].load(std::memory_order_relaxed) != 0;
}

void Hints::set(int descriptor, Hint hint, bool on) {
  if (!in_range(descriptor)) return;
  const auto bit = static_cast<std::uint8_t>(1u << static_cast<int>(hint));
  if (on) {
    bits_[descriptor].fetch_or(bit, std::memory_order_relaxed);
  } else {
    bits_[descriptor].fetch_and(static_cast<std::uint8_t>(~bit), std::memory_order_relaxed);
  }
}

void Hints::clear(int descriptor) {
  if (in_range(descriptor)) bits_[descriptor].store(0, std::memory_order_relaxed);
}

void Hints::copy(int from, int to) {
  if (in_range(from) && in_range(to)) bits_[to].store(bits_[from].load(std::memory_order_relaxed));
}

namespace {

std::atomic<pid_t> own_pid{0};

void remember_pid() { own_pid.store(getpid(), std::memory_order_relaxed); }

__attribute__((constructor)) void on_load() {
  remember_pid();
  pthread_atfork(nullptr, nullptr, remember_pid);
}

}  // namespace

bool in_borrowed_memory() { return own_pid.load(std::memory_order_relaxed) != getpid(); }

}  // namespace flue::preload
