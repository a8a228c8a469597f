#include "host/preload/sockets.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/preload/epoll_watch.h"
#include "host/preload/hints.h"
#include "host/preload/real.h"
#include "host/preload/settings.h"

namespace flue::preload {

namespace {

bool name_of(int descriptor, bool peer, flue_twin_name& name) {
  sockaddr_storage address{};
  socklen_t length = sizeof(address);
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  const int result = peer ? real().getpeername(descriptor, raw, &length) : real().getsockname(descriptor, raw, &length);
  return result == 0 && is_twin_address(address, length, name);
}

void look_at_twin(int descriptor, Socket& socket) {
  flue_twin_name& name = socket.name;
  if (name_of(descriptor, true, name) && name.kind == 'c' && name.end == 'd') {
    socket.kind = Kind::kConnection;
  } else if (name_of(descriptor, false, name) && name.end == 'p') {
    socket.kind = name.kind == 'l' ? Kind::kListener : name.kind == 'b' ? Kind::kBound : Kind::kConnection;
  }
  socket.ipv6 = name.family == '6';
}

}  // namespace

bool is_twin_address(const sockaddr_storage& address, socklen_t length, flue_twin_name& name) {
  return length <= sizeof(sockaddr_un) &&
         flue_parse_twin_address(reinterpret_cast<const sockaddr_un*>(&address), length, &name) != 0;
}

int int_option(int descriptor, int level, int name, int otherwise) {
  int value = 0;
  socklen_t length = sizeof(value);
  return real().getsockopt(descriptor, level, name, &value, &length) == 0 ? value : otherwise;
}

Socket look_at(int descriptor) {
  const ErrnoKeeper keep;
  Socket socket;
  const int domain = int_option(descriptor, SOL_SOCKET, SO_DOMAIN, -1);
  if (domain != AF_UNIX && domain != AF_INET && domain != AF_INET6) return socket;
  if (int_option(descriptor, SOL_SOCKET, SO_TYPE, -1) != SOCK_STREAM) return socket;
  if (domain == AF_UNIX) {
    look_at_twin(descriptor, socket);
    return socket;
  }
  const int protocol = int_option(descriptor, SOL_SOCKET, SO_PROTOCOL, -1);
  if (protocol == IPPROTO_TCP || protocol == IPPROTO_MPTCP) socket.kind = Kind::kKernel;
  socket.ipv6 = domain == AF_INET6;
  return socket;
}

ProgramAddress read_address(const sockaddr* address, socklen_t length) {
  ProgramAddress result;
  if (address == nullptr) return result;
  if (address->sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
    sockaddr_in v4{};
    memcpy(&v4, address, sizeof(v4));
    result = {true, false, {ntohl(v4.sin_addr.s_addr), ntohs(v4.sin_port), 0}};
  } else if (address->sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    sockaddr_in6 v6{};
    memcpy(&v6, address, sizeof(v6));
    const bool any = IN6_IS_ADDR_UNSPECIFIED(&v6.sin6_addr) != 0;
    if (!any && IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr) == 0) return result;
    in_addr_t v4 = 0;
    memcpy(&v4, v6.sin6_addr.s6_addr + 12, sizeof(v4));
    result = {true, true, {any ? 0 : ntohl(v4), ntohs(v6.sin6_port), 0}};
  }
  return result;
}

void give_address(const flue_endpoint& endpoint, bool ipv6, sockaddr* address, socklen_t* length) {
  if (address == nullptr || length == nullptr) return;
  union {
    sockaddr_in v4;
    sockaddr_in6 v6;
  } whole{};
  socklen_t size = sizeof(whole.v4);
  const in_addr_t bits = htonl(endpoint.address);
  if (ipv6) {
    size = sizeof(whole.v6);
    whole.v6.sin6_family = AF_INET6;
    whole.v6.sin6_port = htons(endpoint.port);
    if (endpoint.address != 0) {
      whole.v6.sin6_addr.s6_addr[10] = whole.v6.sin6_addr.s6_addr[11] = 0xFF;
      memcpy(whole.v6.sin6_addr.s6_addr + 12, &bits, sizeof(bits));
    }
  } else {
    whole.v4.sin_family = AF_INET;
    whole.v4.sin_port = htons(endpoint.port);
    whole.v4.sin_addr.s_addr = bits;
  }
  memcpy(address, &whole, *length < size ? *length : size);
  *length = size;
}

void copy_address(const sockaddr_storage& from, socklen_t size, sockaddr* address, socklen_t* length) {
  memcpy(address, &from, *length < size ? *length : size);
  *length = size;
}

bool is_kernel_loopback(const flue_endpoint& endpoint) {
  if (settings().loopback == Loopback::kFlue) return false;
  return endpoint.address >> 24 == 127;
}

bool is_kernel_address(const flue_endpoint& endpoint) {
  if (endpoint.address >> 24 == 127) return is_kernel_loopback(endpoint);
  // The route to an own address starts at that address. Nothing is sent.
  const ErrnoKeeper keep;
  const auto probe = static_cast<int>(syscall(SYS_socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (probe < 0) return false;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(endpoint.address);
  address.sin_port = htons(9);
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  socklen_t length = sizeof(address);
  const bool own = real().connect(probe, raw, length) == 0 && real().getsockname(probe, raw, &length) == 0 &&
                   ntohl(address.sin_addr.s_addr) == endpoint.address;
  syscall(SYS_close, probe);
  return own;
}

bool kernel_has_bound(int descriptor) {
  sockaddr_storage storage{};
  socklen_t length = sizeof(storage);
  if (real().getsockname(descriptor, reinterpret_cast<sockaddr*>(&storage), &length) != 0) return false;
  in_port_t port = 0;  // at the same place in both families
  static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port));
  memcpy(&port, reinterpret_cast<const char*>(&storage) + offsetof(sockaddr_in, sin_port), sizeof(port));
  return port != 0;
}

flue_options read_options(int descriptor) {
  struct Source {
    int level, name;
    flue_option option;
  };
  static constexpr Source kSources[] = {{SOL_SOCKET, SO_KEEPALIVE, FLUE_OPTION_KEEP_ALIVE},
                                        {IPPROTO_TCP, TCP_KEEPIDLE, FLUE_OPTION_KEEP_IDLE},
                                        {IPPROTO_TCP, TCP_KEEPINTVL, FLUE_OPTION_KEEP_INTERVAL},
                                        {IPPROTO_TCP, TCP_KEEPCNT, FLUE_OPTION_KEEP_COUNT},
                                        {IPPROTO_TCP, TCP_NODELAY, FLUE_OPTION_NO_DELAY},
                                        {IPPROTO_TCP, TCP_CORK, FLUE_OPTION_CORK},
                                        {IPPROTO_IP, IP_TTL, FLUE_OPTION_TTL},
                                        {IPPROTO_IP, IP_TOS, FLUE_OPTION_TOS},
                                        {SOL_SOCKET, SO_REUSEADDR, FLUE_OPTION_REUSE_ADDRESS},
                                        {SOL_SOCKET, SO_RCVBUF, FLUE_OPTION_RECEIVE_BUFFER},
                                        {SOL_SOCKET, SO_SNDBUF, FLUE_OPTION_SEND_BUFFER},
                                        {IPPROTO_TCP, TCP_MAXSEG, FLUE_OPTION_MAX_SEGMENT}};
  flue_options options{};
  // An untouched socket tells what the kernel's defaults are on this machine.
  const int domain = int_option(descriptor, SOL_SOCKET, SO_DOMAIN, AF_INET);
  const auto untouched = static_cast<int>(syscall(SYS_socket, domain, SOCK_STREAM | SOCK_CLOEXEC, 0));
  for (const Source& source : kSources) {
    const int value = int_option(descriptor, source.level, source.name, -1);
    if (value < 0 || value == int_option(untouched, source.level, source.name, -1)) continue;
    options.present |= 1u << source.option;
    const bool buffer = source.option <= FLUE_OPTION_SEND_BUFFER;  // the kernel shows twice what was asked for
    options.value[source.option] = buffer ? value / 2 : value;
  }
  if (untouched >= 0) syscall(SYS_close, untouched);
  linger set{};
  socklen_t length = sizeof(set);
  if (real().getsockopt(descriptor, SOL_SOCKET, SO_LINGER, &set, &length) == 0 && set.l_onoff != 0) {
    options.present |= 1u << FLUE_OPTION_LINGER;
    options.value[FLUE_OPTION_LINGER] = set.l_linger;
    hints.set(descriptor, Hint::kLinger, set.l_linger > 0);
  }
  return options;
}

int take_place(int twin, int descriptor) {
  for (const int name : {SO_RCVTIMEO, SO_SNDTIMEO}) {
    timeval timeout{};
    socklen_t length = sizeof(timeout);
    if (real().getsockopt(descriptor, SOL_SOCKET, name, &timeout, &length) == 0) {
      real().setsockopt(twin, SOL_SOCKET, name, &timeout, sizeof(timeout));
    }
  }
  const auto status = syscall(SYS_fcntl, descriptor, F_GETFL);
  const auto flags = syscall(SYS_fcntl, descriptor, F_GETFD);
  syscall(SYS_fcntl, twin, F_SETFL, status);
  const long moved = syscall(SYS_dup3, twin, descriptor, (flags & FD_CLOEXEC) != 0 ? O_CLOEXEC : 0);
  const int error = moved < 0 ? errno : 0;
  syscall(SYS_close, twin);
  if (error == 0) epoll_watch.replay(descriptor);
  return error;
}

}  // namespace flue::preload
