#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/preload/calls.h"
#include "host/preload/channel.h"
#include "host/preload/hints.h"
#include "host/preload/real.h"
#include "host/preload/settings.h"
#include "host/preload/sockets.h"

namespace flue::preload {

namespace {

bool v6_only(int descriptor, const Socket& socket) {
  return socket.ipv6 && int_option(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0) != 0;
}

flue_request request_for(flue_op op, int descriptor, const Socket& socket) {
  flue_request request{};
  request.op = op;
  request.flags = socket.ipv6 ? FLUE_FLAG_IPV6 : 0;
  if (socket.kind == Kind::kKernel) request.options = read_options(descriptor);
  return request;
}

// --loopback=both: the kernel listens on 127.0.0.1 too, and the daemon passes those connections on.
void listen_on_kernel_loopback(int descriptor, int backlog) {
  const Socket socket = look_at(descriptor);
  if (settings().loopback != Loopback::kBoth || socket.kind != Kind::kListener || socket.name.local.address != 0)
    return;
  const auto listener =
      static_cast<int>(syscall(SYS_socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP));
  const int on = 1;
  real().setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(socket.name.local.port);
  bool done = real().bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 &&
              real().listen(listener, backlog) == 0;
  if (done) {
    flue_request request{};
    request.op = FLUE_OP_LOOPBACK;
    request.socket = socket.name.id;
    flue_reply reply{};
    done = ask(request, listener, reply) == 0;
  }
  syscall(SYS_close, listener);
  if (!done)
    print_once(Message::kNoLoopback, "flue: a listener is not reachable on 127.0.0.1: its port is taken there\n");
}

// One byte that the daemon leaves unread tells it that the connection was accepted, and lets the kernel report a reset
// as a reset and not as the end of the stream. If the connection is gone already, that is told as accept() may.
int plant(int descriptor) {
  constexpr int kRoom = FLUE_TWIN_SEND_BUFFER;
  real().setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &kRoom, sizeof(kRoom));
  const char byte = 0;
  if (real().send(descriptor, &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT) == 1) return descriptor;
  syscall(SYS_close, descriptor);
  return fail_with(ECONNABORTED);
}

}  // namespace

int do_bind(int descriptor, const sockaddr* address, socklen_t length) {
  const ProgramAddress wanted = read_address(address, length);
  if (!wanted.usable || !settings().active()) return real().bind(descriptor, address, length);
  const Socket socket = look_at(descriptor);
  if (socket.is_twin()) return fail_with(EINVAL);
  const bool any = wanted.endpoint.address == 0;
  if (socket.kind == Kind::kOther || wanted.ipv6 != socket.ipv6 || kernel_has_bound(descriptor) ||
      (any && wanted.ipv6 && v6_only(descriptor, socket)) || (!any && is_kernel_address(wanted.endpoint))) {
    return real().bind(descriptor, address, length);
  }
  flue_request request = request_for(FLUE_OP_BIND, descriptor, socket);
  request.local = wanted.endpoint;
  Channel channel;
  flue_reply reply{};
  int error = channel.call(request, -1, reply);
  if (error == 0) error = take_place(channel.received(), descriptor);
  return error == 0 ? 0 : fail_with(error);
}

int do_listen(int descriptor, int backlog) {
  if (!settings().active()) return real().listen(descriptor, backlog);
  const Socket socket = look_at(descriptor);
  const bool kernels = socket.kind == Kind::kKernel && (kernel_has_bound(descriptor) || v6_only(descriptor, socket));
  if (socket.kind == Kind::kOther || kernels) return real().listen(descriptor, backlog);
  if (socket.kind == Kind::kConnection) return fail_with(EINVAL);
  flue_request request = request_for(FLUE_OP_LISTEN, descriptor, socket);
  request.local = socket.name.local;
  request.value = backlog;
  Channel channel;
  flue_reply reply{};
  int error = channel.call(request, socket.is_twin() ? descriptor : -1, reply);
  if (error == 0 && (reply.flags & FLUE_REPLY_DESCRIPTOR) != 0) error = take_place(channel.received(), descriptor);
  if (error != 0) return fail_with(error);
  if ((reply.flags & FLUE_REPLY_CUT) != 0) {
    print_once(Message::kBacklogCut, "flue: the backlog of listen() was cut to the profile's maximum\n");
  }
  hints.clear(descriptor);
  hints.set(descriptor, Hint::kListener, true);
  if ((reply.flags & FLUE_REPLY_DESCRIPTOR) != 0) listen_on_kernel_loopback(descriptor, backlog);
  return 0;
}

int do_accept(int descriptor, sockaddr* address, socklen_t* length, int flags) {
  sockaddr_storage peer{};
  socklen_t size = sizeof(peer);
  const int fresh = real().accept4(descriptor, reinterpret_cast<sockaddr*>(&peer), &size, flags);
  if (fresh < 0) return fresh;
  flue_twin_name name{};
  const bool twin = is_twin_address(peer, size, name) && name.kind == 'c' && name.end == 'd';
  if (twin && plant(fresh) < 0) return -1;
  hints.clear(fresh);
  if (address == nullptr || length == nullptr) return fresh;
  if (twin) {
    give_address(name.remote, name.family == '6', address, length);
  } else {
    copy_address(peer, size, address, length);
  }
  return fresh;
}

}  // namespace flue::preload
