// A packet socket (AF_PACKET) on an existing Ethernet interface as a Link: Flue shares the interface with the kernel.
#pragma once

#include <memory>
#include <string>

#include "host/base/result.h"
#include "host/link/link.h"
#include "host/link/link_error.h"

namespace flue {

// Opens `interface` in the network namespace `netns` (empty: this process's) in promiscuous mode and switches its
// receive aggregation (GRO, LRO) off, because joined frames would exceed the MTU. Checksums that a local
// sender left to the device are completed on receive, and frames that were left to the device to cut (GSO) are dropped
// and counted in LinkCounters. Needs CAP_NET_RAW and CAP_NET_ADMIN, for another namespace CAP_SYS_ADMIN too.
// Errors: kBadName, kNoPermission, kNoSuchInterface, kWrongKind, kNoSuchNamespace, kOffloadsNotOff, kSystem.
Result<std::unique_ptr<Link>, LinkError> open_packet(const std::string& interface, const std::string& netns = {});

}  // namespace flue
