// Daemon: the parts of flued put together. start() opens everything that needs privilege, gives the privilege up, and
// makes the servers; run() turns the loop until SIGTERM or SIGINT has closed the connections.
//
//   one turn:  frames of every ready port (at most kFramesPerTurn each) -> Stack::poll -> events to their owners ->
//              servers -> capture flush
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/base/log.h"
#include "host/daemon/capture.h"
#include "host/daemon/config.h"
#include "host/daemon/entropy.h"
#include "host/daemon/event_loop.h"
#include "host/daemon/instance_lock.h"
#include "host/daemon/links.h"
#include "host/daemon/privileges.h"
#include "host/daemon/server.h"
#include "host/stack/event_router.h"
#include "host/stack/stack.h"

namespace flue::services {
class SimpleServices;
}

namespace flue::daemon {

class Daemon {
 public:
  // Frames taken from one port before the others, the timers and the programs get their turn.
  static constexpr std::size_t kFramesPerTurn = 64;
  // How long SIGTERM waits for the peers to finish.
  static constexpr Duration kClosingTime = std::chrono::seconds(5);

  Daemon(Config config, Log& log);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  // The error is the one line for the operator, without "flued: ".
  Result<void, std::string> start();
  void run();

 private:
  using Started = Result<void, std::string>;
  Started open_privileged();
  Started open_control_dir();
  Started add_interfaces(TimePoint now);
  Started add_routes();
  Started start_services(TimePoint now);
  Started start_servers(TimePoint now);
  void watch_ports();
  void watch_signals();
  void log_start();

  void on_port_ready(std::size_t index, std::uint32_t ready, TimePoint now);
  std::size_t take_frames(std::size_t index, TimePoint now);
  void after_batch(TimePoint now);
  [[nodiscard]] TimePoint next_deadline() const;
  void begin_shutdown(TimePoint now);
  void reload();

  // "FILE:LINE:COL: what": the message of a start that failed for what stands at that place.
  [[nodiscard]] std::string at(Location where, const std::string& message) const;

  Config config_;
  Log& log_;
  SystemRandom random_;
  EventLoop loop_;
  std::optional<Identity> user_;
  std::optional<InstanceLock> lock_;
  std::optional<Capture> capture_;
  std::deque<Port> ports_;  // by interface index; links outlive the stack
  std::vector<std::uint32_t> port_errors_;
  std::optional<stack::Stack> stack_;
  stack::EventRouter router_;
  std::unique_ptr<services::SimpleServices> services_;
  std::vector<std::unique_ptr<Server>> servers_;
  bool more_events_ = false;  // the last turn ended with events not yet looked at
  bool closing_ = false;
  TimePoint closing_deadline_ = kNever;
};

}  // namespace flue::daemon
