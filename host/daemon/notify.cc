#include "host/daemon/notify.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include "host/daemon/event_loop.h"

namespace flue::daemon {

void notify_ready() { sd_notify(0, "READY=1"); }

void notify_reloading() {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(monotonic_now().time_since_epoch());
  sd_notify(0, fmt::format("RELOADING=1\nMONOTONIC_USEC={}", micros.count()).c_str());
}

void notify_stopping() { sd_notify(0, "STOPPING=1"); }

}  // namespace flue::daemon
