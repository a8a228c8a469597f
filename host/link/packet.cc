#include "host/link/packet.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "host/link/interface.h"
#include "host/link/undone_work.h"

namespace flue {
namespace {

constexpr std::size_t kLargestFrame = 65536 + 64;  // the largest joined segment with its headers
constexpr std::size_t kTagAt = 12;                 // behind the two addresses
constexpr std::size_t kTagSize = 4;

// struct virtio_net_hdr of <linux/virtio_net.h>, which C++ cannot include; in the machine's byte order.
struct VnetHeader {
  std::uint8_t flags = 0;
  std::uint8_t gso_type = 0;
  std::uint16_t header_size = 0;
  std::uint16_t gso_size = 0;
  std::uint16_t csum_start = 0;
  std::uint16_t csum_offset = 0;
};
static_assert(sizeof(VnetHeader) == 10);
constexpr std::uint8_t kNeedsChecksum = 1;
constexpr std::uint8_t kGsoNone = 0;

struct OpenPort {
  FileDescriptor socket;
  std::uint32_t mtu = 0;
  std::optional<std::uint64_t> speed;
  MacAddr address;
};

// What the socket tells beside the bytes.
struct Received {
  std::size_t size = 0;  // of the frame
  VnetHeader work{};
  std::array<std::byte, kTagSize> tag{};
  bool tagged = false;  // the device took the tag out
};

// recvmsg() on the packet socket, the frame to `buffer`. False when there is nothing.
bool receive_from(int socket, MutableBytes buffer, Received& received) {
  std::array<iovec, 2> parts{{{&received.work, sizeof received.work}, {buffer.data(), buffer.size()}}};
  alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(sizeof(tpacket_auxdata))> control{};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const ssize_t size = ::recvmsg(socket, &message, 0);
  if (size < static_cast<ssize_t>(sizeof received.work)) return false;
  received.size = static_cast<std::size_t>(size) - sizeof received.work;
  for (cmsghdr* c = CMSG_FIRSTHDR(&message); c != nullptr; c = CMSG_NXTHDR(&message, c)) {
    if (c->cmsg_level != SOL_PACKET || c->cmsg_type != PACKET_AUXDATA) continue;
    tpacket_auxdata aux{};
    std::memcpy(&aux, CMSG_DATA(c), sizeof aux);
    received.tagged = (aux.tp_status & TP_STATUS_VLAN_VALID) != 0;
    store_be16(received.tag, 0, (aux.tp_status & TP_STATUS_VLAN_TPID_VALID) != 0 ? aux.tp_vlan_tpid : ETHERTYPE_VLAN);
    store_be16(received.tag, 2, aux.tp_vlan_tci);
  }
  return true;
}

class PacketLink final : public Link {
 public:
  PacketLink(OpenPort port, FileDescriptor more, FileDescriptor ready)
      : port_(std::move(port)), more_(std::move(more)), ready_(std::move(ready)), buffer_(kLargestFrame) {}

  [[nodiscard]] std::uint32_t mtu() const override { return port_.mtu; }
  [[nodiscard]] std::optional<std::uint64_t> speed() const override { return port_.speed; }
  [[nodiscard]] std::optional<MacAddr> hardware_address() const override { return port_.address; }
  [[nodiscard]] int descriptor() const override { return ready_.get(); }

  bool send(Bytes frame) override {
    VnetHeader nothing_left_to_do{};
    // sendmsg() does not write through iov_base, but the struct has no const.
    std::array<iovec, 2> parts{
        {{&nothing_left_to_do, sizeof nothing_left_to_do}, {const_cast<std::byte*>(frame.data()), frame.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    return ::sendmsg(port_.socket.get(), &message, 0) >= 0;
  }

  Bytes receive() override {
    while (cutter_.done()) {
      Received received;
      if (!receive_from(port_.socket.get(), buffer_, received)) return {};
      tag_ = received.tag;
      tagged_ = received.tagged;
      const MutableBytes frame = MutableBytes(buffer_).first(received.size);
      if (received.work.gso_type != kGsoNone) {
        start_cutting(frame, received.work.gso_size);
        continue;
      }
      if ((received.work.flags & kNeedsChecksum) != 0 &&
          !complete_checksum(frame, received.work.csum_start, received.work.csum_offset)) {
        continue;
      }
      return with_tag(frame);
    }
    const Bytes piece = cutter_.next();
    if (cutter_.done()) announce(false);
    return with_tag(piece);
  }

 private:
  // A frame that cannot be cut (UDP, IPv6) is dropped, as a wire drops what is too long for it.
  void start_cutting(Bytes frame, std::size_t payload_size) {
    auto cutter = TcpCutter::start({frame.begin(), frame.end()}, payload_size);
    if (!cutter) return;
    cutter_ = std::move(*cutter);
    announce(true);
  }

  // Keeps the descriptor readable while pieces wait here and not in the socket.
  void announce(bool pieces_wait) {
    eventfd_t count = 0;
    if (pieces_wait) {
      ::eventfd_write(more_.get(), 1);
    } else {
      ::eventfd_read(more_.get(), &count);
    }
  }

  Bytes with_tag(Bytes frame) {
    if (!tagged_ || frame.size() < kTagAt) return frame;
    tagged_frame_.assign(frame.begin(), frame.end());
    tagged_frame_.insert(tagged_frame_.begin() + kTagAt, tag_.begin(), tag_.end());
    return tagged_frame_;
  }

  OpenPort port_;
  FileDescriptor more_;   // eventfd: pieces wait
  FileDescriptor ready_;  // epoll of the socket and more_
  std::vector<std::byte> buffer_;
  std::vector<std::byte> tagged_frame_;
  TcpCutter cutter_;
  std::array<std::byte, kTagSize> tag_{};
  bool tagged_ = false;
};

Result<void, LinkError> set_option(int socket, int option, int value, const char* what) {
  if (::setsockopt(socket, SOL_PACKET, option, &value, sizeof value) == 0) return {};
  return fail(system_error(errno, fmt::format("switch {} of the packet socket on", what)));
}

// Filters and headers are set before bind(), so that no frame arrives without them.
Result<void, LinkError> prepare(int socket, int index, const std::string& interface) {
  for (const auto& [option, what] :
       {std::pair{PACKET_VNET_HDR, "the virtio header"}, std::pair{PACKET_AUXDATA, "the VLAN tags"},
        std::pair{PACKET_IGNORE_OUTGOING, "the filter of sent frames"}}) {
    if (const auto set = set_option(socket, option, 1, what); !set) return set;
  }
  packet_mreq promiscuous{};
  promiscuous.mr_ifindex = index;
  promiscuous.mr_type = PACKET_MR_PROMISC;
  if (::setsockopt(socket, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &promiscuous, sizeof promiscuous) != 0) {
    return fail(system_error(errno, "make " + interface + " promiscuous"));
  }
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = index;
  if (::bind(socket, static_cast<const sockaddr*>(static_cast<const void*>(&address)), sizeof address) != 0) {
    return fail(system_error(errno, "attach to " + interface));
  }
  return {};
}

Result<OpenPort, LinkError> open_port(const std::string& interface) {
  const auto control = InterfaceControl::open(interface);
  if (!control) return fail(control.error());
  const auto index = control->index();
  if (!index) return fail(index.error());
  const auto address = control->ethernet_address();
  if (!address) return fail(address.error());
  const auto mtu = control->mtu();
  if (!mtu) return fail(mtu.error());

  FileDescriptor socket(::socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket.valid() && (errno == EPERM || errno == EACCES)) {
    return fail(LinkError{LinkErrorCode::kNoPermission,
                          fmt::format("attaching to '{}' needs CAP_NET_RAW: start the daemon as root", interface)});
  }
  if (!socket.valid()) return fail(system_error(errno, "open a packet socket"));
  if (const auto ready = prepare(socket.get(), *index, interface); !ready) return fail(ready.error());
  return OpenPort{std::move(socket), *mtu, control->speed(), *address};
}

Result<void, LinkError> watch(int epoll, int descriptor) {
  epoll_event event{};
  event.events = EPOLLIN;
  if (::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0) return {};
  return fail(system_error(errno, "watch a packet socket"));
}

}  // namespace

Result<std::unique_ptr<Link>, LinkError> open_packet(const std::string& interface, const std::string& netns) {
  if (const auto checked = check_interface_name(interface); !checked) return fail(checked.error());
  OpenPort port;
  const auto opened = in_namespace(netns, [&]() -> Result<void, LinkError> {
    auto here = open_port(interface);
    if (!here) return fail(here.error());
    port = std::move(*here);
    return {};
  });
  if (!opened) return fail(opened.error());

  FileDescriptor more(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  FileDescriptor ready(::epoll_create1(EPOLL_CLOEXEC));
  if (!more.valid() || !ready.valid()) return fail(system_error(errno, "watch a packet socket"));
  for (const int descriptor : {port.socket.get(), more.get()}) {
    if (const auto watched = watch(ready.get(), descriptor); !watched) return fail(watched.error());
  }
  return std::make_unique<PacketLink>(std::move(port), std::move(more), std::move(ready));
}

}  // namespace flue
