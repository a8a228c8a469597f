#include "host/link/tap.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "host/link/interface.h"

namespace flue {
namespace {

constexpr std::size_t kLargestFrame = 65536 + 18;  // largest MTU, Ethernet header, tag

class TapLink final : public Link {
 public:
  TapLink(FileDescriptor device, std::uint32_t mtu) : device_(std::move(device)), mtu_(mtu), buffer_(kLargestFrame) {}

  [[nodiscard]] std::uint32_t mtu() const override { return mtu_; }
  // The 10 Mb/s that a TAP reports say nothing.
  [[nodiscard]] std::optional<std::uint64_t> speed() const override { return std::nullopt; }
  // The interface's own address belongs to the kernel, which is the other end of this wire.
  [[nodiscard]] std::optional<MacAddr> hardware_address() const override { return std::nullopt; }

  bool send(Bytes frame) override {
    return ::write(device_.get(), frame.data(), frame.size()) == static_cast<ssize_t>(frame.size());
  }

  Bytes receive() override {
    const ssize_t size = ::read(device_.get(), buffer_.data(), buffer_.size());
    return size > 0 ? Bytes(buffer_).first(static_cast<std::size_t>(size)) : Bytes();
  }

  [[nodiscard]] int descriptor() const override { return device_.get(); }

 private:
  FileDescriptor device_;
  std::uint32_t mtu_;
  std::vector<std::byte> buffer_;
};

LinkError device_error(int error_number) {
  if (error_number == ENOENT || error_number == ENODEV || error_number == ENXIO) {
    return {LinkErrorCode::kNoTunDevice,
            "/dev/net/tun is missing: load the driver with 'modprobe tun', or give the container this device"};
  }
  if (error_number == EACCES || error_number == EPERM) {
    return {LinkErrorCode::kNoPermission, "opening /dev/net/tun is not permitted: start the daemon as root"};
  }
  return system_error(error_number, "open /dev/net/tun");
}

LinkError attach_error(int error_number, const std::string& interface) {
  switch (error_number) {
    case EPERM:
      return {LinkErrorCode::kNoPermission,
              fmt::format("opening the TAP '{}' needs CAP_NET_ADMIN: start the daemon as root", interface)};
    case EBUSY:
      return {
          LinkErrorCode::kBusy,
          fmt::format("the TAP '{}' is in use by another program: stop that one or choose another name", interface)};
    case EINVAL:
      return {LinkErrorCode::kWrongKind,
              fmt::format("the interface '{}' exists and is not a TAP: choose another name", interface)};
    default:
      return system_error(error_number, "open the TAP " + interface);
  }
}

// A TAP belongs to the namespace in which /dev/net/tun was opened.
Result<FileDescriptor, LinkError> open_device(const std::string& interface) {
  FileDescriptor device(::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (!device.valid()) return fail(device_error(errno));
  ifreq request{};
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  std::ranges::copy(interface, request.ifr_name);
  if (::ioctl(device.get(), TUNSETIFF, &request) != 0) return fail(attach_error(errno, interface));
  // A persistent device may remember offloads of an earlier owner; without them the kernel hands out whole frames.
  if (::ioctl(device.get(), TUNSETOFFLOAD, 0UL) != 0) {
    return fail(system_error(errno, "switch the offloads of " + interface + " off"));
  }
  return device;
}

}  // namespace

Result<std::unique_ptr<Link>, LinkError> open_tap(const std::string& interface, const std::string& netns,
                                                  std::uint32_t mtu) {
  if (const auto checked = check_interface_name(interface); !checked) return fail(checked.error());
  std::unique_ptr<Link> link;
  const auto done = in_namespace(netns, [&]() -> Result<void, LinkError> {
    auto device = open_device(interface);
    if (!device) return fail(device.error());
    const auto control = InterfaceControl::open(interface);
    if (!control) return fail(control.error());
    if (mtu != 0) {
      if (const auto set = control->set_mtu(mtu); !set) return set;
    }
    if (const auto up = control->bring_up(); !up) return up;
    const auto in_force = control->mtu();
    if (!in_force) return fail(in_force.error());
    link = std::make_unique<TapLink>(std::move(*device), *in_force);
    return {};
  });
  if (!done) return fail(done.error());
  return link;
}

}  // namespace flue
