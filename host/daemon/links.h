// The daemon's ports: opens what `attach` names, with the bad wire of [interface.impair] in between if it is asked for.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "host/base/result.h"
#include "host/base/time.h"
#include "host/daemon/config.h"
#include "host/link/link.h"
#include "sim/net/lossy_link.h"

namespace flue::daemon {

class Port {
 public:
  // Needs the privileges of open_link(); the error is one sentence that says what to do.
  static Result<Port, std::string> open(const InterfaceSettings& settings);

  [[nodiscard]] Link& link() const { return *link_; }
  // The hardware address that the stack uses: configured, else the port's own, else made from the interface's name.
  [[nodiscard]] const MacAddr& mac() const { return mac_; }

  // An impaired port holds frames back: poll() at next_deadline(), then receive; kNever and nothing for others.
  void poll(TimePoint now);
  [[nodiscard]] TimePoint next_deadline() const;

 private:
  std::unique_ptr<Link> link_;
  sim::LossyLink* lossy_ = nullptr;  // link_ itself, if impaired
  MacAddr mac_;
};

// A locally administered unicast address that is always the same for the same name.
MacAddr mac_from_name(const std::string& name);

}  // namespace flue::daemon
