// Names, namespaces and settings of the kernel's network interfaces, for tap.cc and packet.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "host/base/address.h"
#include "host/base/result.h"
#include "host/link/file_descriptor.h"
#include "host/link/link_error.h"

namespace flue {

// 1 to 15 characters without '/', ':', '%', spaces and control characters, and not "." or "..". Error: kBadName.
Result<void, LinkError> check_interface_name(const std::string& name);
// A file name, as `ip netns add` takes it. Error: kBadName.
Result<void, LinkError> check_netns_name(const std::string& name);

// The error that errno stands for; `doing` reads like "bring flue0 up".
LinkError system_error(int error_number, const std::string& doing);

// Runs `work` in the network namespace that `ip netns` calls `netns` (empty: here). The work is done by a thread of
// its own, which ends with the work, so the caller's thread never changes its namespace. Descriptors that it opens stay
// in that namespace. Errors: kNoSuchNamespace, kNoPermission, those of the work.
Result<void, LinkError> in_namespace(const std::string& netns, const std::function<Result<void, LinkError>()>& work);

// Reads and changes one interface, through a socket in the namespace where it was opened.
class InterfaceControl {
 public:
  static Result<InterfaceControl, LinkError> open(const std::string& interface);

  Result<int, LinkError> index() const;
  Result<std::uint32_t, LinkError> mtu() const;
  Result<void, LinkError> set_mtu(std::uint32_t mtu) const;
  Result<void, LinkError> bring_up() const;
  // The hardware address of an Ethernet interface. Error: kWrongKind for any other medium.
  Result<MacAddr, LinkError> ethernet_address() const;
  // Bits per second; nothing if the driver does not know.
  std::optional<std::uint64_t> speed() const;

 private:
  InterfaceControl(FileDescriptor socket, std::string interface)
      : socket_(std::move(socket)), interface_(std::move(interface)) {}

  FileDescriptor socket_;
  std::string interface_;
};

}  // namespace flue
