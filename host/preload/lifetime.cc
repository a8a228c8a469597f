#include <errno.h>
#include <sys/socket.h>

#include "host/preload/calls.h"
#include "host/preload/channel.h"
#include "host/preload/epoll_watch.h"
#include "host/preload/hints.h"
#include "host/preload/real.h"
#include "host/preload/settings.h"
#include "host/preload/sockets.h"

namespace flue::preload {

namespace {

// SO_LINGER with a time: the program waits until everything it wrote is acknowledged, at most that long.
int close_and_linger(int descriptor) {
  flue_request request{};
  request.op = FLUE_OP_GET_OPTION;
  request.name = FLUE_OPTION_LINGER;
  flue_reply reply{};
  Channel channel(true);
  if (channel.call(request, descriptor, reply) != 0 || reply.value <= 0) return real().close(descriptor);
  const timeval limit{reply.value, 0};
  request = {};
  request.op = FLUE_OP_LINGER;
  request.value = reply.value;
  const int error = channel.call(request, descriptor, reply);
  const int result = real().close(descriptor);
  if (error != 0) return result;
  request = {};
  request.op = FLUE_OP_LINGER_WAIT;
  request.flags = FLUE_FLAG_WAIT;
  if (channel.call(request, -1, reply) == 0 && (reply.flags & FLUE_REPLY_PENDING) != 0) channel.wait(reply, limit);
  return result;
}

int close_and_free_port(int descriptor) {
  const Socket socket = look_at(descriptor);
  const int result = real().close(descriptor);
  if (socket.kind != Kind::kListener && socket.kind != Kind::kBound) return result;
  const ErrnoKeeper keep;
  flue_request request{};
  request.op = FLUE_OP_RECHECK;
  request.socket = socket.name.id;
  Channel().tell(request);
  return result;
}

}  // namespace

int do_socket(int domain, int type, int protocol) {
  const int descriptor = real().socket(domain, type, protocol);
  if (descriptor < 0 || in_borrowed_memory()) return descriptor;
  constexpr int kTypeBits = 0xF;  // above them: SOCK_NONBLOCK, SOCK_CLOEXEC
  const bool tcp = (domain == AF_INET || domain == AF_INET6) && (type & kTypeBits) == SOCK_STREAM;
  hints.clear(descriptor);
  if (tcp && settings().active()) hints.set(descriptor, Hint::kUndecided, true);
  return descriptor;
}

// Nothing but a look at one byte for descriptors without a hint. After vfork the hints are the parent's.
int do_close(int descriptor) {
  if (!hints.any(descriptor) || in_borrowed_memory()) return real().close(descriptor);
  const bool lingers = hints.has(descriptor, Hint::kLinger);
  const bool undecided = hints.has(descriptor, Hint::kUndecided);
  const bool holds_port = undecided || hints.has(descriptor, Hint::kListener);
  if (undecided) epoll_watch.forget(descriptor);
  hints.clear(descriptor);
  if (lingers) return close_and_linger(descriptor);
  if (holds_port) return close_and_free_port(descriptor);
  return real().close(descriptor);
}

int do_dup(int descriptor) {
  const int copy = real().dup(descriptor);
  if (copy >= 0 && hints.any(descriptor) && !in_borrowed_memory()) hints.copy(descriptor, copy);
  return copy;
}

int do_dup2(int descriptor, int to) {
  const int copy = real().dup2(descriptor, to);
  if (copy >= 0 && descriptor != to && (hints.any(descriptor) || hints.any(to)) && !in_borrowed_memory()) {
    hints.copy(descriptor, to);
  }
  return copy;
}

int do_dup3(int descriptor, int to, int flags) {
  const int copy = real().dup3(descriptor, to, flags);
  if (copy >= 0 && (hints.any(descriptor) || hints.any(to)) && !in_borrowed_memory()) hints.copy(descriptor, to);
  return copy;
}

int do_shutdown(int descriptor, int how) {
  const Socket socket = settings().active() ? look_at(descriptor) : Socket{};
  if (socket.kind == Kind::kBound) return fail_with(ENOTCONN);
  if (socket.kind == Kind::kListener && how != SHUT_WR) {
    flue_request request{};
    request.op = FLUE_OP_STOP_LISTEN;
    flue_reply reply{};
    ask(request, descriptor, reply);
  }
  return real().shutdown(descriptor, how);
}

int do_epoll_ctl(int epoll, int operation, int descriptor, epoll_event* event) {
  const int result = real().epoll_ctl(epoll, operation, descriptor, event);
  if (result == 0 && hints.has(descriptor, Hint::kUndecided) && !in_borrowed_memory()) {
    const ErrnoKeeper keep;
    epoll_watch.note(epoll, operation, descriptor, event);
  }
  return result;
}

}  // namespace flue::preload
