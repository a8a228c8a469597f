#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "host/preload/calls.h"
#include "host/preload/hints.h"
#include "host/preload/real.h"
#include "host/preload/settings.h"
#include "host/preload/sockets.h"

namespace flue::preload {

namespace {

// Urgent data of AF_UNIX are another thing than TCP's, and Flue's TCP sends none.
bool refuses_urgent(int descriptor, int flags) {
  return (flags & MSG_OOB) != 0 && settings().active() && look_at(descriptor).is_twin();
}

// TCP Fast Open would connect the kernel socket behind Flue's back; programs fall back to connect().
bool refuses_fast_open(int flags, int descriptor) {
  return (flags & MSG_FASTOPEN) != 0 && settings().active() && hints.has(descriptor, Hint::kUndecided);
}

// A stream ignores the destination; AF_UNIX says EISCONN.
bool minded_the_address(int descriptor, ssize_t result) {
  if (result >= 0 || errno != EISCONN || !settings().active()) return false;
  return look_at(descriptor).kind == Kind::kConnection;
}

// A stream names no sender; AF_UNIX gives the twin's name.
bool is_twin_sender(const void* name, socklen_t length) {
  sockaddr_storage sender{};
  flue_twin_name parsed{};
  if (name == nullptr || length > sizeof(sender)) return false;
  memcpy(&sender, name, length);
  return is_twin_address(sender, length, parsed);
}

}  // namespace

ssize_t do_send(int descriptor, const void* data, size_t size, int flags) {
  if (refuses_urgent(descriptor, flags)) return fail_with(EOPNOTSUPP);
  return real().send(descriptor, data, size, flags);
}

ssize_t do_sendto(int descriptor, const void* data, size_t size, int flags, const sockaddr* to, socklen_t length) {
  if (refuses_urgent(descriptor, flags) || refuses_fast_open(flags, descriptor)) return fail_with(EOPNOTSUPP);
  const ssize_t result = real().sendto(descriptor, data, size, flags, to, length);
  if (to == nullptr || !minded_the_address(descriptor, result)) return result;
  return real().send(descriptor, data, size, flags);
}

ssize_t do_sendmsg(int descriptor, const msghdr* message, int flags) {
  if (refuses_urgent(descriptor, flags) || refuses_fast_open(flags, descriptor)) return fail_with(EOPNOTSUPP);
  const ssize_t result = real().sendmsg(descriptor, message, flags);
  if (message == nullptr || message->msg_name == nullptr || !minded_the_address(descriptor, result)) return result;
  msghdr without = *message;
  without.msg_name = nullptr;
  without.msg_namelen = 0;
  return real().sendmsg(descriptor, &without, flags);
}

ssize_t do_recvfrom(int descriptor, void* data, size_t size, int flags, sockaddr* from, socklen_t* length) {
  if (from == nullptr || length == nullptr) return real().recvfrom(descriptor, data, size, flags, from, length);
  sockaddr_storage sender{};
  socklen_t sender_size = sizeof(sender);
  const ssize_t result =
      real().recvfrom(descriptor, data, size, flags, reinterpret_cast<sockaddr*>(&sender), &sender_size);
  if (result < 0) return result;
  flue_twin_name name{};
  if (is_twin_address(sender, sender_size, name)) {
    *length = 0;
  } else {
    copy_address(sender, sender_size, from, length);
  }
  return result;
}

ssize_t do_recvmsg(int descriptor, msghdr* message, int flags) {
  const ssize_t result = real().recvmsg(descriptor, message, flags);
  if (result >= 0 && message != nullptr && is_twin_sender(message->msg_name, message->msg_namelen)) {
    message->msg_namelen = 0;
  }
  return result;
}

}  // namespace flue::preload
