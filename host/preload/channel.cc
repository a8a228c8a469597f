#include "host/preload/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>

#include "host/preload/hints.h"
#include "host/preload/real.h"
#include "host/preload/settings.h"

// System calls are made directly: the C library's functions of these names are this library's own, or points where a
// thread may be cancelled with the channel in its hands.

namespace flue::preload {

namespace {

constexpr timeval kPatience{5, 0};  // for the daemon's answer

struct Slot {
  std::atomic<bool> busy{false};
  int descriptor = -1;
  dev_t device = 0;  // with `inode`: what the number must still stand for
  ino_t inode = 0;
};
Slot pool[4];

int close_raw(int descriptor) { return static_cast<int>(syscall(SYS_close, descriptor)); }

bool same_file(const Slot& slot) {
  struct stat now;
  return slot.descriptor >= 0 && fstat(slot.descriptor, &now) == 0 && now.st_dev == slot.device &&
         now.st_ino == slot.inode;
}

// The child of fork() shares the parent's channels: it drops its copies. Threads that held one are not in the child.
void forget_pool() {
  for (Slot& slot : pool) {
    if (same_file(slot)) close_raw(slot.descriptor);
    slot.descriptor = -1;
    slot.busy.store(false, std::memory_order_relaxed);
  }
}

__attribute__((constructor)) void on_load() { pthread_atfork(nullptr, nullptr, forget_pool); }

// Moves a descriptor out of the way of programs that count on low numbers.
int move_up(int descriptor) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  const int least = limit.rlim_cur > 4096 ? 4080 : static_cast<int>(limit.rlim_cur) - 16;
  const auto moved = static_cast<int>(syscall(SYS_fcntl, descriptor, F_DUPFD_CLOEXEC, least));
  if (moved < 0) return descriptor;
  close_raw(descriptor);
  return moved;
}

void set_timeout(int descriptor, int name, const timeval& timeout) {
  syscall(SYS_setsockopt, descriptor, SOL_SOCKET, name, &timeout, sizeof(timeout));
}

}  // namespace

Channel::Channel(bool own) : own_(own) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &caller_signals_);
  if (!own_ && !in_borrowed_memory()) take_from_pool();
}

Channel::~Channel() {
  if (slot_ >= 0) {
    pool[slot_].busy.store(false, std::memory_order_release);
  } else if (descriptor_ >= 0) {
    close_raw(descriptor_);
  }
  const ErrnoKeeper keep;
  pthread_sigmask(SIG_SETMASK, &caller_signals_, nullptr);
}

bool Channel::take_from_pool() {
  for (int i = 0; i < static_cast<int>(sizeof(pool) / sizeof(pool[0])); ++i) {
    if (pool[i].busy.exchange(true, std::memory_order_acquire)) continue;
    slot_ = i;
    if (same_file(pool[i])) {
      descriptor_ = pool[i].descriptor;
      greeted_ = true;
    } else {
      pool[i].descriptor = -1;  // the program closed it; the number is the program's now
    }
    return true;
  }
  return false;
}

int Channel::open() {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  memcpy(address.sun_path, settings().control, sizeof(address.sun_path));
  const auto fresh = static_cast<int>(syscall(SYS_socket, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
  if (fresh < 0) return errno;
  set_timeout(fresh, SO_RCVTIMEO, kPatience);
  set_timeout(fresh, SO_SNDTIMEO, kPatience);
  if (syscall(SYS_connect, fresh, &address, sizeof(address)) != 0) {
    const bool forbidden = errno == EACCES;
    close_raw(fresh);
    print_once(Message::kNoDaemon, forbidden
                                       ? "flue: this user may not use flued; add it to the group of flued's socket\n"
                                       : "flue: the daemon does not answer; is flued running?\n");
    return ENETDOWN;
  }
  descriptor_ = move_up(fresh);
  const flue_hello own{FLUE_CONTROL_MAGIC, FLUE_CONTROL_VERSION, sizeof(flue_request), sizeof(flue_reply)};
  if (send(&own, sizeof(own), -1) != 0) return broken(ENETDOWN);
  if (slot_ < 0) return 0;
  struct stat made;
  fstat(descriptor_, &made);
  pool[slot_].descriptor = descriptor_;
  pool[slot_].device = made.st_dev;
  pool[slot_].inode = made.st_ino;
  return 0;
}

// The daemon's hello is read only when its first reply is due: one wait less.
int Channel::hello() {
  flue_hello theirs{};
  const int error = receive(&theirs, sizeof(theirs));
  if (error != 0) return error;
  greeted_ = true;
  if (theirs.magic == FLUE_CONTROL_MAGIC && theirs.version == FLUE_CONTROL_VERSION &&
      theirs.request_size == sizeof(flue_request) && theirs.reply_size == sizeof(flue_reply)) {
    return 0;
  }
  print_once(Message::kVersion, "flue: flued is of another version than the library of flue run\n");
  return ENETDOWN;
}

int Channel::broken(int error) {
  if (descriptor_ >= 0) close_raw(descriptor_);
  descriptor_ = -1;
  greeted_ = false;
  if (slot_ >= 0) pool[slot_].descriptor = -1;
  return error;
}

int Channel::send(const void* record, unsigned long size, int descriptor) {
  iovec vector{const_cast<void*>(record), size};
  msghdr message{};
  message.msg_iov = &vector;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char ancillary[CMSG_SPACE(sizeof(int))] = {};
  if (descriptor >= 0) {
    message.msg_control = ancillary;
    message.msg_controllen = sizeof(ancillary);
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
  }
  return syscall(SYS_sendmsg, descriptor_, &message, MSG_NOSIGNAL) == static_cast<long>(size) ? 0 : ENETDOWN;
}

int Channel::receive(void* record, unsigned long size) {
  iovec vector{record, size};
  msghdr message{};
  message.msg_iov = &vector;
  message.msg_iovlen = 1;
  alignas(cmsghdr) char ancillary[CMSG_SPACE(sizeof(int))];
  message.msg_control = ancillary;
  message.msg_controllen = sizeof(ancillary);
  long got = syscall(SYS_recvmsg, descriptor_, &message, MSG_CMSG_CLOEXEC);
  // A daemon that hangs up before it read our request: the kernel tells that before what the daemon still sent.
  if (got < 0 && errno == ECONNRESET) got = syscall(SYS_recvmsg, descriptor_, &message, MSG_CMSG_CLOEXEC);
  if (got < 0) return errno == EINTR || errno == EAGAIN ? errno : ENETDOWN;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header != nullptr && header->cmsg_type == SCM_RIGHTS) memcpy(&received_, CMSG_DATA(header), sizeof(int));
  return got == static_cast<long>(size) ? 0 : ENETDOWN;
}

int Channel::call(flue_request& request, int descriptor, flue_reply& reply) {
  static std::atomic<unsigned> serials{0};
  // A daemon that was started anew closed the old channels: once more with a fresh one.
  for (int attempt = 0; attempt < 2; ++attempt) {
    const bool fresh = descriptor_ < 0;
    if (fresh) {
      const int error = open();
      if (error != 0) return error;
    }
    request.serial = serials.fetch_add(1, std::memory_order_relaxed);
    int error = send(&request, sizeof(request), descriptor);
    if (!greeted_) {  // even if the daemon hung up already: it may have said why
      const int greeting = hello();
      if (error == 0) error = greeting;
    }
    if (error == 0) error = receive(&reply, sizeof(reply));
    if (error == 0 && reply.serial == request.serial) return reply.error;
    broken(ENETDOWN);
    if (received_ >= 0) close_raw(received_);
    received_ = -1;
    if (fresh) break;
  }
  return ENETDOWN;
}

void Channel::tell(flue_request& request) {
  if (descriptor_ < 0 && open() != 0) return;
  if ((!greeted_ && hello() != 0) || send(&request, sizeof(request), -1) != 0) broken(ENETDOWN);
}

int Channel::wait(flue_reply& reply, const timeval& timeout) {
  set_timeout(descriptor_, SO_RCVTIMEO, timeout);
  // Without a time-out the kernel restarts the receive after a handler with SA_RESTART, as it does with connect().
  pthread_sigmask(SIG_SETMASK, &caller_signals_, nullptr);
  const int error = receive(&reply, sizeof(reply));
  return error != 0 ? error : reply.error;
}

int ask(flue_request& request, int descriptor, flue_reply& reply) {
  Channel channel;
  return channel.call(request, descriptor, reply);
}

}  // namespace flue::preload
