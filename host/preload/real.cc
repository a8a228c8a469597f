#include "host/preload/real.h"

#include <dlfcn.h>
#include <errno.h>

#include <atomic>

namespace flue::preload {

namespace {

RealFunctions functions;
std::atomic<bool> loaded{false};

template <typename F>
void find(F& function, const char* name) {
  function = reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

// Twice at the same time is harmless: every thread stores the same values.
void load() {
  find(functions.socket, "socket");
  find(functions.bind, "bind");
  find(functions.listen, "listen");
  find(functions.connect, "connect");
  find(functions.accept4, "accept4");
  find(functions.getsockname, "getsockname");
  find(functions.getpeername, "getpeername");
  find(functions.getsockopt, "getsockopt");
  find(functions.setsockopt, "setsockopt");
  find(functions.shutdown, "shutdown");
  find(functions.close, "close");
  find(functions.epoll_ctl, "epoll_ctl");
  find(functions.ioctl, "ioctl");
  find(functions.dup, "dup");
  find(functions.dup2, "dup2");
  find(functions.dup3, "dup3");
  find(functions.send, "send");
  find(functions.sendto, "sendto");
  find(functions.sendmsg, "sendmsg");
  find(functions.recvfrom, "recvfrom");
  find(functions.recvmsg, "recvmsg");
  loaded.store(true, std::memory_order_release);
}

__attribute__((constructor)) void on_load() { real(); }

}  // namespace

// A library that is initialised before this one may already call us: then the first call loads.
const RealFunctions& real() {
  if (!loaded.load(std::memory_order_acquire)) load();
  return functions;
}

ErrnoKeeper::ErrnoKeeper() : saved_(errno) {}
ErrnoKeeper::~ErrnoKeeper() { errno = saved_; }

int fail_with(int error_number) {
  errno = error_number;
  return -1;
}

}  // namespace flue::preload
