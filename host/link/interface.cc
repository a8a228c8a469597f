#include "host/link/interface.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>

namespace flue {
namespace {

bool is_name_character(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u > ' ' && u != 0x7F && c != '/' && c != ':' && c != '%';
}

// Makes the calling thread's network namespace the named one.
Result<void, LinkError> enter(const std::string& netns) {
  const std::string path = "/run/netns/" + netns;
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid() && (errno == ENOENT || errno == ENOTDIR)) {
    return fail(LinkError{LinkErrorCode::kNoSuchNamespace,
                          fmt::format("there is no network namespace '{0}': make it with 'ip netns add {0}'", netns)});
  }
  if (!file.valid()) return fail(system_error(errno, "open " + path));
  if (::setns(file.get(), CLONE_NEWNET) == 0) return {};
  if (errno == EPERM) {
    return fail(LinkError{
        LinkErrorCode::kNoPermission,
        fmt::format("entering the network namespace '{}' needs CAP_SYS_ADMIN: start the daemon as root", netns)});
  }
  if (errno == EINVAL) {  // `ip netns add` left a plain file: its mount is gone
    return fail(LinkError{LinkErrorCode::kNoSuchNamespace,
                          fmt::format("{0} is no network namespace: delete it with 'ip netns delete {1}' and make it "
                                      "again",
                                      path, netns)});
  }
  return fail(system_error(errno, "enter the network namespace '" + netns + "'"));
}

ifreq request_for(const std::string& interface) {
  ifreq request{};
  std::copy_n(interface.data(), std::min(interface.size(), sizeof request.ifr_name - 1), request.ifr_name);
  return request;
}

}  // namespace

Result<void, LinkError> check_interface_name(const std::string& name) {
  if (name.empty()) return fail(LinkError{LinkErrorCode::kBadName, "the name of the interface is missing"});
  if (name.size() >= IFNAMSIZ) {
    return fail(LinkError{
        LinkErrorCode::kBadName,
        fmt::format("the interface name '{}' is too long: Linux takes at most {} characters", name, IFNAMSIZ - 1)});
  }
  if (!std::ranges::all_of(name, is_name_character) || name == "." || name == "..") {
    return fail(
        LinkError{LinkErrorCode::kBadName,
                  fmt::format("'{}' cannot be the name of an interface: use letters, digits, '-' and '_'", name)});
  }
  return {};
}

Result<void, LinkError> check_netns_name(const std::string& name) {
  if (name.empty()) return fail(LinkError{LinkErrorCode::kBadName, "the name of the network namespace is missing"});
  if (name.find('/') != std::string::npos || name.find('\0') != std::string::npos || name == "." || name == "..") {
    return fail(
        LinkError{LinkErrorCode::kBadName,
                  fmt::format("'{}' cannot be a network namespace: give the name that 'ip netns' lists", name)});
  }
  return {};
}

LinkError system_error(int error_number, const std::string& doing) {
  return {LinkErrorCode::kSystem, fmt::format("cannot {}: {}", doing, std::strerror(error_number))};
}

Result<void, LinkError> in_namespace(const std::string& netns, const std::function<Result<void, LinkError>()>& work) {
  if (netns.empty()) return work();
  if (const auto checked = check_netns_name(netns); !checked) return checked;
  Result<void, LinkError> result;
  std::thread([&] {
    result = enter(netns);
    if (result) result = work();
  }).join();
  return result;
}

Result<InterfaceControl, LinkError> InterfaceControl::open(const std::string& interface) {
  FileDescriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return fail(system_error(errno, "open a socket to control " + interface));
  return InterfaceControl(std::move(socket), interface);
}

Result<int, LinkError> InterfaceControl::index() const {
  ifreq request = request_for(interface_);
  if (::ioctl(socket_.get(), SIOCGIFINDEX, &request) == 0) return request.ifr_ifindex;
  if (errno == ENODEV) {
    return fail(LinkError{LinkErrorCode::kNoSuchInterface,
                          fmt::format("there is no interface '{}': 'ip link' lists those that exist", interface_)});
  }
  return fail(system_error(errno, "find the interface " + interface_));
}

Result<std::uint32_t, LinkError> InterfaceControl::mtu() const {
  ifreq request = request_for(interface_);
  if (::ioctl(socket_.get(), SIOCGIFMTU, &request) != 0)
    return fail(system_error(errno, "read the MTU of " + interface_));
  return static_cast<std::uint32_t>(request.ifr_mtu);
}

Result<void, LinkError> InterfaceControl::set_mtu(std::uint32_t mtu) const {
  ifreq request = request_for(interface_);
  request.ifr_mtu = static_cast<int>(mtu);
  if (::ioctl(socket_.get(), SIOCSIFMTU, &request) == 0) return {};
  return fail(system_error(errno, fmt::format("set the MTU of {} to {}", interface_, mtu)));
}

Result<void, LinkError> InterfaceControl::bring_up() const {
  ifreq request = request_for(interface_);
  if (::ioctl(socket_.get(), SIOCGIFFLAGS, &request) != 0)
    return fail(system_error(errno, "read the state of " + interface_));
  if ((request.ifr_flags & IFF_UP) != 0) return {};
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
  if (::ioctl(socket_.get(), SIOCSIFFLAGS, &request) == 0) return {};
  return fail(system_error(errno, "bring " + interface_ + " up"));
}

Result<MacAddr, LinkError> InterfaceControl::ethernet_address() const {
  ifreq request = request_for(interface_);
  if (::ioctl(socket_.get(), SIOCGIFHWADDR, &request) != 0) {
    return fail(system_error(errno, "read the hardware address of " + interface_));
  }
  if (request.ifr_hwaddr.sa_family != ARPHRD_ETHER) {
    return fail(LinkError{LinkErrorCode::kWrongKind,
                          fmt::format("'{}' is not an Ethernet interface: attach to one that is", interface_)});
  }
  std::array<std::uint8_t, 6> bytes{};
  std::memcpy(bytes.data(), request.ifr_hwaddr.sa_data, bytes.size());
  return MacAddr(bytes);
}

std::optional<std::uint64_t> InterfaceControl::speed() const {
  ethtool_cmd command{};
  command.cmd = ETHTOOL_GSET;
  ifreq request = request_for(interface_);
  request.ifr_data = static_cast<char*>(static_cast<void*>(&command));
  if (::ioctl(socket_.get(), SIOCETHTOOL, &request) != 0) return std::nullopt;
  const std::uint32_t megabits = ethtool_cmd_speed(&command);
  if (megabits == 0 || megabits == static_cast<std::uint32_t>(SPEED_UNKNOWN)) return std::nullopt;
  return std::uint64_t{megabits} * 1'000'000;
}

}  // namespace flue
