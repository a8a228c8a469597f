// What the service manager is told (sd_notify(3)); nothing happens when there is none.
#pragma once

namespace flue::daemon {

void notify_ready();
void notify_reloading();
void notify_stopping();

}  // namespace flue::daemon
