// AdminCommands: what the administration channel can do, one JSON request to one JSON answer. Sans-I/O: text and `now`
// in, an answer out. Whoever may not administer never gets here (admin_server.h). Bad input gives {"error": "..."}.
//
//   netstat | arp | route | ipconfig | stats       the listings of queries.h
//   version                                        {"version", "profile", port range, TIME-WAIT, "notes"}
//   arp-add      address, mac, [interface]         a static entry; interface: one of the host's own addresses (ARP-13)
//   arp-delete   address
//   route-add    destination, netmask, [gateway], [interface], [metric]
//   route-delete destination, [netmask], [gateway]
//   ping         address, [size], [dont_fragment], [ttl], [wait_ms]   answered when the echo returns or wait is over
//   release      local, remote                     resets one connection
//   log-level    [level]                           shows or sets the level
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "host/base/log.h"
#include "host/base/time.h"
#include "host/daemon/pinger.h"
#include "host/daemon/queries.h"

namespace flue::daemon {

class AdminCommands {
 public:
  using Done = std::function<void(const Json& answer)>;

  // All outlive the commands. `host_name` and `version` are shown as they are.
  AdminCommands(stack::Stack& stack, const Parameters& parameters, Log& log, OwnerLookup owners, std::string host_name,
                std::string version);

  // `done` is called exactly once, at once or from a later call of the stack or of poll().
  void handle(std::string_view request, TimePoint now, const Done& done);

  void poll(TimePoint now) { pinger_.poll(now); }
  [[nodiscard]] TimePoint next_deadline() const { return pinger_.next_deadline(); }

 private:
  Json answer_now(const std::string& command, const Json& request, TimePoint now);
  void ping(const Json& request, TimePoint now, const Done& done);
  Json version() const;
  Json add_arp(const Json& request, TimePoint now);
  Json delete_arp(const Json& request);
  Json add_route(const Json& request);
  Json delete_route(const Json& request);
  Json release(const Json& request, TimePoint now);
  Json log_level(const Json& request);

  stack::Stack& stack_;
  const Parameters& parameters_;
  Log& log_;
  OwnerLookup owners_;
  std::string host_name_;
  std::string version_;
  Pinger pinger_;
};

}  // namespace flue::daemon
