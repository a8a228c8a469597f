#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "host/preload/calls.h"
#include "host/preload/channel.h"
#include "host/preload/hints.h"
#include "host/preload/real.h"
#include "host/preload/settings.h"
#include "host/preload/sockets.h"

namespace flue::preload {

namespace {

bool is_kernel_destination(const flue_endpoint& remote) {
  if (remote.address == 0) return settings().loopback != Loopback::kFlue;  // means "this host"
  return is_kernel_address(remote);
}

// A kernel socket that the program bound or connected, or that cannot speak IPv4, stays what it is.
bool is_decided(int descriptor, const Socket& socket) {
  if (kernel_has_bound(descriptor)) return true;
  return socket.ipv6 && int_option(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 0) != 0;
}

// What connect() returned is told: the reset by which the daemon showed it must not be told again by SO_ERROR.
int told(int descriptor, int error) {
  if (error != 0 && error != EINTR && error != EINPROGRESS) int_option(descriptor, SOL_SOCKET, SO_ERROR, 0);
  return error;
}

// The rules of connect(2) for a wait that ended early: after a signal and after SO_SNDTIMEO the attempt goes on.
int result_of_wait(int error) { return error == EAGAIN ? EINPROGRESS : error; }

int wait_for_result(Channel& channel, int descriptor) {
  timeval timeout{};
  socklen_t length = sizeof(timeout);
  real().getsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, &length);
  flue_reply second{};
  return told(descriptor, result_of_wait(channel.wait(second, timeout)));
}

bool is_blocking(int descriptor) { return (syscall(SYS_fcntl, descriptor, F_GETFL) & O_NONBLOCK) == 0; }

int open_connection(int descriptor, const Socket& socket, const flue_endpoint& remote) {
  const bool blocking = is_blocking(descriptor);
  flue_request request{};
  request.op = FLUE_OP_CONNECT;
  request.flags = (socket.ipv6 ? FLUE_FLAG_IPV6 : 0u) | (blocking ? FLUE_FLAG_WAIT : 0u);
  request.remote = remote;
  if (socket.kind == Kind::kKernel) request.options = read_options(descriptor);
  Channel channel(blocking);
  flue_reply reply{};
  int error = channel.call(request, socket.is_twin() ? descriptor : -1, reply);
  if (channel.received() >= 0) {
    const int placed = take_place(channel.received(), descriptor);
    hints.set(descriptor, Hint::kUndecided, false);
    if (placed != 0) return placed;
  }
  if (error != 0) return error;
  if ((reply.flags & FLUE_REPLY_PENDING) == 0) return blocking ? 0 : EINPROGRESS;
  return wait_for_result(channel, descriptor);
}

// connect() on a socket that is Flue's already: the second call of connect(2).
int connect_again(int descriptor) {
  const bool blocking = is_blocking(descriptor);
  flue_request request{};
  request.op = FLUE_OP_CONNECT_AGAIN;
  request.flags = blocking ? FLUE_FLAG_WAIT : 0u;
  Channel channel(blocking);
  flue_reply reply{};
  const int error = channel.call(request, descriptor, reply);
  if (error == EALREADY || error == EISCONN || error == ENOTCONN) return error;
  if (error != 0 || (reply.flags & FLUE_REPLY_PENDING) == 0) return told(descriptor, error);
  return wait_for_result(channel, descriptor);
}

// Bound by Flue to every address, and now connected to one that the kernel serves: a kernel socket takes its place.
int give_back_to_kernel(int descriptor, const Socket& socket, const sockaddr* address, socklen_t length) {
  const auto fresh =
      static_cast<int>(syscall(SYS_socket, socket.ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP));
  if (fresh < 0) return -1;
  sockaddr_storage local{};
  socklen_t size = sizeof(local);
  give_address(socket.name.local, socket.ipv6, reinterpret_cast<sockaddr*>(&local), &size);
  if (real().bind(fresh, reinterpret_cast<const sockaddr*>(&local), size) != 0) {
    const ErrnoKeeper keep;
    syscall(SYS_close, fresh);
    return -1;
  }
  const int error = take_place(fresh, descriptor);
  if (error != 0) return fail_with(error);
  hints.set(descriptor, Hint::kUndecided, false);
  return real().connect(descriptor, address, length);
}

}  // namespace

int do_connect(int descriptor, const sockaddr* address, socklen_t length) {
  const ProgramAddress wanted = read_address(address, length);
  if (!wanted.usable || !settings().active()) return real().connect(descriptor, address, length);
  const Socket socket = look_at(descriptor);
  flue_endpoint remote = wanted.endpoint;
  switch (socket.kind) {
    case Kind::kOther:
      return real().connect(descriptor, address, length);
    case Kind::kKernel:
      if (is_decided(descriptor, socket) || is_kernel_destination(remote)) {
        hints.set(descriptor, Hint::kUndecided, false);
        return real().connect(descriptor, address, length);
      }
      break;
    case Kind::kBound:
      if (is_kernel_destination(remote)) return give_back_to_kernel(descriptor, socket, address, length);
      break;
    case Kind::kListener:
      return fail_with(EISCONN);
    case Kind::kConnection: {
      const int error = connect_again(descriptor);
      if (error != ENOTCONN) return error == 0 ? 0 : fail_with(error);
      break;  // an attempt that failed and was told: try anew
    }
  }
  if (remote.address == 0) remote.address = INADDR_LOOPBACK;
  const int error = open_connection(descriptor, socket, remote);
  return error == 0 ? 0 : fail_with(error);
}

}  // namespace flue::preload
