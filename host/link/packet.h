// A packet socket (AF_PACKET) on an existing Ethernet interface as a Link: Flue shares the interface with the kernel,
// which must not have Flue's addresses (it would answer Flue's peers with RST).
#pragma once

#include <memory>
#include <string>

#include "host/base/result.h"
#include "host/link/link.h"
#include "host/link/link_error.h"

namespace flue {

// Opens `interface` in the network namespace `netns` (empty: this process's) in promiscuous mode. Work that a local
// sender left to its device is done on receive: checksums are completed, joined TCP segments (GSO, GRO) cut again, a
// VLAN tag that the device took out is put back. Needs CAP_NET_RAW, for another namespace CAP_SYS_ADMIN too; the
// calling thread stays in its namespace.
// Errors: kBadName, kNoPermission, kNoSuchInterface, kWrongKind, kNoSuchNamespace, kSystem.
Result<std::unique_ptr<Link>, LinkError> open_packet(const std::string& interface, const std::string& netns = {});

}  // namespace flue
