#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>

#include "host/preload/calls.h"
#include "host/preload/channel.h"
#include "host/preload/real.h"
#include "host/preload/sockets.h"

namespace flue::preload {

namespace {

// TCP knows no peer before the connection is made or after it is gone. A twin that is writable has one; only of the
// others the daemon must be asked.
bool is_connected(int descriptor) {
  pollfd poll_this{descriptor, POLLOUT, 0};
  if (poll(&poll_this, 1, 0) == 1 && poll_this.revents == POLLOUT) return true;
  flue_request request{};
  request.op = FLUE_OP_INFO;
  flue_reply reply{};
  tcp_info info{};
  if (ask(request, descriptor, reply) != 0 || reply.info_size == 0) return true;
  memcpy(&info, reply.info, sizeof(info) < reply.info_size ? sizeof(info) : reply.info_size);
  return info.tcpi_state != TCP_SYN_SENT && info.tcpi_state != TCP_CLOSE;
}

}  // namespace

int do_getsockname(int descriptor, sockaddr* address, socklen_t* length) {
  sockaddr_storage own{};
  socklen_t size = sizeof(own);
  const int result = real().getsockname(descriptor, reinterpret_cast<sockaddr*>(&own), &size);
  if (result != 0 || address == nullptr || length == nullptr) return result;
  flue_twin_name name{};
  if (!is_twin_address(own, size, name)) {
    copy_address(own, size, address, length);
    return 0;
  }
  // An accepted descriptor has the listener's name; its own is told by the other end.
  const Socket socket = name.kind == 'l' ? look_at(descriptor) : Socket{Kind::kConnection, name.family == '6', name};
  give_address(socket.name.local, socket.ipv6, address, length);
  return 0;
}

int do_getpeername(int descriptor, sockaddr* address, socklen_t* length) {
  sockaddr_storage peer{};
  socklen_t size = sizeof(peer);
  const int result = real().getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size);
  if (result != 0 || address == nullptr || length == nullptr) return result;
  flue_twin_name name{};
  if (!is_twin_address(peer, size, name)) {
    copy_address(peer, size, address, length);
    return 0;
  }
  if (!is_connected(descriptor)) return fail_with(ENOTCONN);
  give_address(name.remote, name.family == '6', address, length);
  return 0;
}

}  // namespace flue::preload
