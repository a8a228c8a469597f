// Socket options of twins: those of TCP and IP are the daemon's, those that AF_UNIX means in the same way stay the
// kernel's, everything else is ENOPROTOOPT, never something AF_UNIX does on its own.
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "host/preload/calls.h"
#include "host/preload/channel.h"
#include "host/preload/hints.h"
#include "host/preload/real.h"
#include "host/preload/settings.h"
#include "host/preload/sockets.h"

namespace flue::preload {

namespace {

struct Mapping {
  int level, name;
  flue_option option;
};
constexpr Mapping kMappings[] = {{SOL_SOCKET, SO_RCVBUF, FLUE_OPTION_RECEIVE_BUFFER},
                                 {SOL_SOCKET, SO_SNDBUF, FLUE_OPTION_SEND_BUFFER},
                                 {SOL_SOCKET, SO_KEEPALIVE, FLUE_OPTION_KEEP_ALIVE},
                                 {IPPROTO_TCP, TCP_KEEPIDLE, FLUE_OPTION_KEEP_IDLE},
                                 {IPPROTO_TCP, TCP_KEEPINTVL, FLUE_OPTION_KEEP_INTERVAL},
                                 {IPPROTO_TCP, TCP_KEEPCNT, FLUE_OPTION_KEEP_COUNT},
                                 {IPPROTO_TCP, TCP_NODELAY, FLUE_OPTION_NO_DELAY},
                                 {IPPROTO_TCP, TCP_CORK, FLUE_OPTION_CORK},
                                 {IPPROTO_TCP, TCP_MAXSEG, FLUE_OPTION_MAX_SEGMENT},
                                 {IPPROTO_IP, IP_TTL, FLUE_OPTION_TTL},
                                 {IPPROTO_IP, IP_TOS, FLUE_OPTION_TOS},
                                 {SOL_SOCKET, SO_REUSEADDR, FLUE_OPTION_REUSE_ADDRESS}};

const Mapping* mapping_of(int level, int name) {
  for (const Mapping& mapping : kMappings) {
    if (mapping.level == level && mapping.name == name) return &mapping;
  }
  return nullptr;
}

bool same_in_the_kernel(int level, int name) {
  if (level != SOL_SOCKET) return false;
  switch (name) {
    case SO_TYPE:
    case SO_ACCEPTCONN:
    case SO_RCVTIMEO:
    case SO_SNDTIMEO:
    case SO_BROADCAST:
    case SO_DONTROUTE:
    case SO_PRIORITY:
    case SO_MARK:
    case SO_COOKIE:
      return true;
    default:
      return false;
  }
}

int give(const void* from, socklen_t size, void* value, socklen_t* length) {
  if (value == nullptr || length == nullptr) return fail_with(EFAULT);
  *length = *length < size ? *length : size;
  memcpy(value, from, *length);
  return 0;
}

int give_int(int number, void* value, socklen_t* length) { return give(&number, sizeof(number), value, length); }

// SO_ERROR: why the connection failed or ended, as TCP calls it; the kernel only knows a reset twin.
int take_error(int descriptor) {
  flue_request request{};
  request.op = FLUE_OP_TAKE_ERROR;
  flue_reply reply{};
  const bool asked = ask(request, descriptor, reply) == 0;
  const int kernels = int_option(descriptor, SOL_SOCKET, SO_ERROR, 0);  // reading it clears it
  return asked && reply.value != 0 ? reply.value : kernels;
}

int get_info(int descriptor, void* value, socklen_t* length) {
  flue_request request{};
  request.op = FLUE_OP_INFO;
  flue_reply reply{};
  const int error = ask(request, descriptor, reply);
  if (error != 0) return fail_with(error);
  return give(reply.info, reply.info_size, value, length);
}

int get_from_daemon(int descriptor, flue_option option, int& number) {
  flue_request request{};
  request.op = FLUE_OP_GET_OPTION;
  request.name = option;
  flue_reply reply{};
  const int error = ask(request, descriptor, reply);
  number = reply.value;
  return error;
}

int get_mapped(int descriptor, flue_option option, void* value, socklen_t* length) {
  int number = 0;
  const int error = get_from_daemon(descriptor, option, number);
  if (error != 0) return fail_with(error);
  const bool buffer = option <= FLUE_OPTION_SEND_BUFFER;  // Linux shows twice what was asked for
  return give_int(buffer ? 2 * number : number, value, length);
}

int get_linger(int descriptor, void* value, socklen_t* length) {
  int number = 0;
  const int error = get_from_daemon(descriptor, FLUE_OPTION_LINGER, number);
  if (error != 0) return fail_with(error);
  const linger shown{number >= 0 ? 1 : 0, number >= 0 ? number : 0};
  return give(&shown, sizeof(shown), value, length);
}

int set_in_daemon(int descriptor, flue_option option, int number) {
  flue_request request{};
  request.op = FLUE_OP_SET_OPTION;
  request.name = option;
  request.value = number;
  flue_reply reply{};
  const int error = ask(request, descriptor, reply);
  return error == 0 ? 0 : fail_with(error);
}

int set_linger(int descriptor, const void* value, socklen_t length) {
  linger wanted{};
  if (length < sizeof(wanted)) return fail_with(EINVAL);
  memcpy(&wanted, value, sizeof(wanted));
  const int seconds = wanted.l_onoff != 0 ? wanted.l_linger : -1;
  const int result = set_in_daemon(descriptor, FLUE_OPTION_LINGER, seconds);
  if (result == 0 && !in_borrowed_memory()) hints.set(descriptor, Hint::kLinger, seconds > 0);
  return result;
}

}  // namespace

int do_getsockopt(int descriptor, int level, int name, void* value, socklen_t* length) {
  const Socket socket = settings().active() ? look_at(descriptor) : Socket{};
  if (!socket.is_twin() || same_in_the_kernel(level, name)) {
    return real().getsockopt(descriptor, level, name, value, length);
  }
  if (const Mapping* mapping = mapping_of(level, name)) return get_mapped(descriptor, mapping->option, value, length);
  if (level == SOL_SOCKET) {
    switch (name) {
      case SO_ERROR:
        return give_int(take_error(descriptor), value, length);
      case SO_LINGER:
        return get_linger(descriptor, value, length);
      case SO_DOMAIN:
        return give_int(socket.ipv6 ? AF_INET6 : AF_INET, value, length);
      case SO_PROTOCOL:
        return give_int(IPPROTO_TCP, value, length);
      case SO_RCVLOWAT:
        return give_int(1, value, length);
      case SO_OOBINLINE:
      case SO_REUSEPORT:
        return give_int(0, value, length);
      case SO_PEERCRED: {
        const ucred nobody{0, static_cast<uid_t>(-1), static_cast<gid_t>(-1)};
        return give(&nobody, sizeof(nobody), value, length);
      }
      default:
        return fail_with(ENOPROTOOPT);
    }
  }
  if (level == IPPROTO_TCP && name == TCP_INFO) return get_info(descriptor, value, length);
  if (level == IPPROTO_IPV6 && name == IPV6_V6ONLY && socket.ipv6) return give_int(0, value, length);
  return fail_with(ENOPROTOOPT);
}

int do_setsockopt(int descriptor, int level, int name, const void* value, socklen_t length) {
  const Socket socket = settings().active() ? look_at(descriptor) : Socket{};
  if (!socket.is_twin() || same_in_the_kernel(level, name)) {
    return real().setsockopt(descriptor, level, name, value, length);
  }
  if (value == nullptr) return fail_with(EFAULT);
  if (level == SOL_SOCKET && name == SO_LINGER) return set_linger(descriptor, value, length);
  int number = 0;
  if (length < sizeof(number)) return fail_with(EINVAL);
  memcpy(&number, value, sizeof(number));
  if (level == SOL_SOCKET && name == SO_RCVLOWAT) return number == 1 ? 0 : fail_with(ENOPROTOOPT);
  if (level == SOL_SOCKET && (name == SO_OOBINLINE || name == SO_REUSEPORT)) {
    return number == 0 ? 0 : fail_with(ENOPROTOOPT);
  }
  const Mapping* mapping = mapping_of(level, name);
  if (mapping == nullptr) return fail_with(ENOPROTOOPT);
  return set_in_daemon(descriptor, mapping->option, number);
}

int do_ioctl(int descriptor, unsigned long request, void* argument) {
  const bool ours = (request == SIOCOUTQ || request == SIOCATMARK) && settings().active() &&
                    look_at(descriptor).kind == Kind::kConnection;
  if (!ours) return real().ioctl(descriptor, request, argument);
  int number = 0;  // SIOCATMARK: there is no urgent data
  if (request == SIOCOUTQ) {
    flue_request question{};
    question.op = FLUE_OP_SEND_QUEUE;
    flue_reply reply{};
    const int error = ask(question, descriptor, reply);
    if (error != 0) return fail_with(error);
    number = reply.value;
  }
  memcpy(argument, &number, sizeof(number));
  return 0;
}

}  // namespace flue::preload
