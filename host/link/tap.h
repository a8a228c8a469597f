// A TAP device as a Link: what Flue sends the Linux kernel receives on the interface, and the reverse.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "host/base/result.h"
#include "host/link/link.h"
#include "host/link/link_error.h"

namespace flue {

// Opens the TAP `interface` in the network namespace `netns` (empty: this process's), makes it if it is missing, gives
// it `mtu` (0: leaves it as it is), and brings it up. The device lives as long as the Link, unless it was made
// persistent before. Needs CAP_NET_ADMIN, for another namespace CAP_SYS_ADMIN too; the calling thread stays in its
// namespace.
// Errors: kBadName, kNoTunDevice, kNoPermission, kBusy, kWrongKind, kNoSuchNamespace, kSystem.
Result<std::unique_ptr<Link>, LinkError> open_tap(const std::string& interface, const std::string& netns = {},
                                                  std::uint32_t mtu = 0);

}  // namespace flue
