// The directory of the daemon's sockets: made if it is missing, and given to the user that the daemon becomes, so that
// the sockets can be made and removed without privilege.
#pragma once

#include <optional>
#include <string>

#include "host/base/result.h"
#include "host/daemon/privileges.h"

namespace flue::daemon {

// A directory that exists must belong to `user` (absent: to this process) or hold nothing yet, and others may not
// write to it: /tmp is not for us to give away. The error is "what is wrong; what to do".
Result<void, std::string> prepare_control_dir(const std::string& path, const std::optional<Identity>& user);

}  // namespace flue::daemon
