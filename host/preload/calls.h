// The replaced calls, by subject; exports.cc gives them the C library's names. Each decides first whether the
// descriptor concerns Flue and otherwise leaves everything to the real function.
#pragma once

#include <stdarg.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/types.h>

namespace flue::preload {

// bind.cc: bind, listen, accept
int do_bind(int descriptor, const sockaddr* address, socklen_t length);
int do_listen(int descriptor, int backlog);
int do_accept(int descriptor, sockaddr* address, socklen_t* length, int flags);

// connect.cc
int do_connect(int descriptor, const sockaddr* address, socklen_t length);

// names.cc
int do_getsockname(int descriptor, sockaddr* address, socklen_t* length);
int do_getpeername(int descriptor, sockaddr* address, socklen_t* length);

// options.cc
int do_getsockopt(int descriptor, int level, int name, void* value, socklen_t* length);
int do_setsockopt(int descriptor, int level, int name, const void* value, socklen_t length);
int do_ioctl(int descriptor, unsigned long request, void* argument);

// lifetime.cc: socket, close, dup, shutdown, epoll_ctl
int do_socket(int domain, int type, int protocol);
int do_close(int descriptor);
int do_dup(int descriptor);
int do_dup2(int descriptor, int to);
int do_dup3(int descriptor, int to, int flags);
int do_shutdown(int descriptor, int how);
int do_epoll_ctl(int epoll, int operation, int descriptor, epoll_event* event);

// messages.cc: what AF_UNIX would do differently with addresses and urgent data
ssize_t do_send(int descriptor, const void* data, size_t size, int flags);
ssize_t do_sendto(int descriptor, const void* data, size_t size, int flags, const sockaddr* to, socklen_t length);
ssize_t do_sendmsg(int descriptor, const msghdr* message, int flags);
ssize_t do_recvfrom(int descriptor, void* data, size_t size, int flags, sockaddr* from, socklen_t* length);
ssize_t do_recvmsg(int descriptor, msghdr* message, int flags);

}  // namespace flue::preload
