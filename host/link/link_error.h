// Why a port or a capture file cannot be opened or written.
#pragma once

#include <cstdint>
#include <string>

namespace flue {

enum class LinkErrorCode : std::uint8_t {
  kBadAttach,        // the text names no port
  kBadName,          // empty, too long, or with a character that no interface name has
  kNoTunDevice,      // /dev/net/tun is missing
  kNoPermission,     // a capability is missing
  kBusy,             // another program has the TAP open
  kWrongKind,        // the interface exists and is not a TAP, or not Ethernet
  kNoSuchInterface,  // no interface of that name
  kNoSuchNamespace,  // no network namespace of that name
  kFile,             // a file cannot be written
  kSystem,           // any other error of the system
};

struct LinkError {
  LinkErrorCode code;
  std::string message;  // one sentence, which says what to do where something can be done
};

}  // namespace flue
