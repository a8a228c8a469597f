// The names under which programs find the replaced calls.
#include <stdarg.h>

#include "host/preload/calls.h"
#include "host/preload/real.h"

namespace calls = flue::preload;

FLUE_EXPORT int socket(int domain, int type, int protocol) noexcept { return calls::do_socket(domain, type, protocol); }
FLUE_EXPORT int bind(int descriptor, const sockaddr* address, socklen_t length) noexcept {
  return calls::do_bind(descriptor, address, length);
}
FLUE_EXPORT int listen(int descriptor, int backlog) noexcept { return calls::do_listen(descriptor, backlog); }
FLUE_EXPORT int connect(int descriptor, const sockaddr* address, socklen_t length) {
  return calls::do_connect(descriptor, address, length);
}
FLUE_EXPORT int accept(int descriptor, sockaddr* address, socklen_t* length) {
  return calls::do_accept(descriptor, address, length, 0);
}
FLUE_EXPORT int accept4(int descriptor, sockaddr* address, socklen_t* length, int flags) {
  return calls::do_accept(descriptor, address, length, flags);
}
FLUE_EXPORT int getsockname(int descriptor, sockaddr* address, socklen_t* length) noexcept {
  return calls::do_getsockname(descriptor, address, length);
}
FLUE_EXPORT int getpeername(int descriptor, sockaddr* address, socklen_t* length) noexcept {
  return calls::do_getpeername(descriptor, address, length);
}
FLUE_EXPORT int getsockopt(int descriptor, int level, int name, void* value, socklen_t* length) noexcept {
  return calls::do_getsockopt(descriptor, level, name, value, length);
}
FLUE_EXPORT int setsockopt(int descriptor, int level, int name, const void* value, socklen_t length) noexcept {
  return calls::do_setsockopt(descriptor, level, name, value, length);
}
FLUE_EXPORT int ioctl(int descriptor, unsigned long request, ...) noexcept {
  va_list arguments;
  va_start(arguments, request);
  void* argument = va_arg(arguments, void*);
  va_end(arguments);
  return calls::do_ioctl(descriptor, request, argument);
}
FLUE_EXPORT int close(int descriptor) { return calls::do_close(descriptor); }
FLUE_EXPORT int dup(int descriptor) noexcept { return calls::do_dup(descriptor); }
FLUE_EXPORT int dup2(int descriptor, int to) noexcept { return calls::do_dup2(descriptor, to); }
FLUE_EXPORT int dup3(int descriptor, int to, int flags) noexcept { return calls::do_dup3(descriptor, to, flags); }
FLUE_EXPORT int shutdown(int descriptor, int how) noexcept { return calls::do_shutdown(descriptor, how); }
FLUE_EXPORT int epoll_ctl(int epoll, int operation, int descriptor, epoll_event* event) noexcept {
  return calls::do_epoll_ctl(epoll, operation, descriptor, event);
}
FLUE_EXPORT ssize_t send(int descriptor, const void* data, size_t size, int flags) {
  return calls::do_send(descriptor, data, size, flags);
}
FLUE_EXPORT ssize_t sendto(int descriptor, const void* data, size_t size, int flags, const sockaddr* to,
                           socklen_t length) {
  return calls::do_sendto(descriptor, data, size, flags, to, length);
}
FLUE_EXPORT ssize_t sendmsg(int descriptor, const msghdr* message, int flags) {
  return calls::do_sendmsg(descriptor, message, flags);
}
FLUE_EXPORT ssize_t recvfrom(int descriptor, void* data, size_t size, int flags, sockaddr* from, socklen_t* length) {
  return calls::do_recvfrom(descriptor, data, size, flags, from, length);
}
// What recvfrom() becomes in programs built with _FORTIFY_SOURCE.
FLUE_EXPORT ssize_t __recvfrom_chk(int descriptor, void* data, size_t size, size_t room, int flags, sockaddr* from,
                                   socklen_t* length) {
  if (size > room) __builtin_trap();
  return calls::do_recvfrom(descriptor, data, size, flags, from, length);
}
FLUE_EXPORT ssize_t recvmsg(int descriptor, msghdr* message, int flags) {
  return calls::do_recvmsg(descriptor, message, flags);
}
