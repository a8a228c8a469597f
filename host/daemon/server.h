// Server: a part of the daemon that talks to processes of this host over local sockets. The program server serves
// `flue run`, the admin server serves `flue netstat` and its kin; the daemon (daemon.cc) owns and drives them.
#pragma once

#include <string>

#include "host/base/result.h"
#include "host/base/time.h"

namespace flue::daemon {

class Server {
 public:
  Server() = default;
  // Takes the server's descriptors out of the loop and removes its sockets from the file system.
  virtual ~Server() = default;
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Makes the server's sockets in control_dir. Called once, after privileges were dropped, so that what it makes there
  // belongs to the daemon's user and primary group. The error is one line "what is wrong; what to do", which the daemon
  // prints before it exits with status 2.
  virtual Result<void, std::string> open(TimePoint now) = 0;
  // Once per turn of the loop, after the stack was polled and its events were routed.
  virtual void after_batch(TimePoint now) { (void)now; }
  // When the loop must turn even if nothing else happens.
  [[nodiscard]] virtual TimePoint next_deadline() const { return kNever; }
  // SIGTERM: take no new clients. Existing ones are served while the stack closes its connections (5 s at most).
  virtual void begin_shutdown(TimePoint now) { (void)now; }
};

}  // namespace flue::daemon
