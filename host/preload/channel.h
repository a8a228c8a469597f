// The way to the daemon. A call takes a channel from a small pool, or opens one of its own, and never shares it: no
// lock, no allocation. All signals are blocked while a channel is held, every wait has a deadline.
#pragma once

#include <signal.h>
#include <sys/time.h>

#include "host/control/protocol.h"

namespace flue::preload {

class Channel {
 public:
  // With `own`, the pool is left alone; signals may then arrive while wait() waits.
  explicit Channel(bool own = false);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  // Sends `request`, with `descriptor` unless it is -1, and takes the reply. Returns 0, or an errno number if the
  // daemon could not be asked (ENETDOWN) or said no. A descriptor that came with the reply is in received() and
  // belongs to the caller.
  int call(flue_request& request, int descriptor, flue_reply& reply);
  // No reply expected.
  void tell(flue_request& request);
  // The second reply of a request with FLUE_FLAG_WAIT, with the caller's signals let through. Returns its error, EINTR
  // if a handler ran, EAGAIN when `timeout` (zero: none) is over, or ENETDOWN.
  int wait(flue_reply& reply, const timeval& timeout);

  [[nodiscard]] int received() const { return received_; }

 private:
  bool take_from_pool();
  int open();
  int hello();
  int send(const void* record, unsigned long size, int descriptor);
  int receive(void* record, unsigned long size);
  int broken(int error);

  sigset_t caller_signals_;
  int descriptor_ = -1;
  int slot_ = -1;  // of the pool; -1: a channel of this call only
  bool own_;
  bool greeted_ = false;
  int received_ = -1;
};

// One request and its reply over a channel of the pool.
int ask(flue_request& request, int descriptor, flue_reply& reply);

}  // namespace flue::preload
