// Why a port cannot be opened.
#pragma once

#include <cstdint>
#include <string>

namespace flue {

enum class LinkErrorCode : std::uint8_t {
  kBadAttach,        // the text names no port
  kBadName,          // empty, too long, or with a character that no interface has
  kNoTunDevice,      // /dev/net/tun is missing
  kNoPermission,     // CAP_NET_ADMIN, CAP_NET_RAW or CAP_SYS_ADMIN is missing
  kBusy,             // another process has the TAP open
  kWrongKind,        // the interface exists and is not a TAP, or not Ethernet
  kNoSuchInterface,  // no interface of that name
  kNoSuchNamespace,  // no network namespace of that name
  kOffloadsNotOff,   // the device refuses to switch its segmentation offloads off
  kFile,             // a file cannot be written
  kSystem,           // any other error of the system
};

struct LinkError {
  LinkErrorCode code;
  std::string message;  // one sentence that says what to do
};

}  // namespace flue
