// Server: a part of the daemon that talks to processes of this host over local sockets. The program server serves
// `flue run`, the admin server serves `flue netstat` and its kin; the daemon (daemon.cc) owns and drives them.
// A server is made after privileges were dropped, so what it creates in control_dir belongs to the daemon's user; it
// registers its own descriptors with the EventLoop and takes them out again in its destructor, where it also removes
// its sockets from the file system.
#pragma once

#include <stdexcept>
#include <string>

#include "host/base/time.h"

namespace flue::daemon {

// A server that cannot be made (its socket's address is in use, no permission) throws this from its constructor; the
// daemon prints `what` as its one line and exits with status 2.
class ServerFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Server {
 public:
  Server() = default;
  virtual ~Server() = default;
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Once per turn of the loop, after the stack was polled and its events were routed.
  virtual void after_batch(TimePoint now) { (void)now; }
  // When after_batch must be called even if nothing else happens.
  [[nodiscard]] virtual TimePoint next_deadline() const { return kNever; }
  // SIGTERM: take no new clients. Existing ones keep being served while the stack closes its connections (5 s at most).
  virtual void begin_shutdown(TimePoint now) { (void)now; }
};

}  // namespace flue::daemon
