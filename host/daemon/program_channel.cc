#include "host/daemon/program_channel.h"

#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "host/control/codec.h"

namespace flue::daemon {
namespace {

constexpr std::size_t kMostPassed = 4;  // what is beyond is closed by the kernel

// Takes the descriptors out of a message: the first is kept, the others are closed.
void take_descriptors(const msghdr& message, Descriptor& first) {
  msghdr copy = message;
  for (cmsghdr* header = CMSG_FIRSTHDR(&copy); header != nullptr; header = CMSG_NXTHDR(&copy, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(header) + i * sizeof(int), sizeof(int));
      Descriptor passed(number);
      if (!first) first = std::move(passed);
    }
  }
}

}  // namespace

ProgramChannel::ProgramChannel(Descriptor descriptor) : descriptor_(std::move(descriptor)) {
  ucred peer{};
  socklen_t length = sizeof(peer);
  const bool known = getsockopt(descriptor_.get(), SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0;
  peer_ = {known ? peer.uid : static_cast<uid_t>(-1), known ? peer.pid : 0};
}

bool ProgramChannel::greet(Bytes record) {
  const bool same = control::check_hello(record).has_value();
  const flue_hello own = control::own_hello();
  greeted_ = send(std::as_bytes(std::span(&own, 1)), -1) && same;
  return greeted_;
}

ProgramChannel::Got ProgramChannel::receive(flue_request& request, Descriptor& passed) {
  for (;;) {
    std::array<std::byte, sizeof(flue_request) + 1> record{};  // one more: a longer record is seen as such
    iovec part{record.data(), record.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostPassed * sizeof(int))> ancillary{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = ancillary.data();
    message.msg_controllen = ancillary.size();
    const ssize_t size = recvmsg(descriptor_.get(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (size < 0) return errno == EAGAIN || errno == EINTR ? Got::kNothing : Got::kGone;
    passed.reset();
    take_descriptors(message, passed);
    if (size == 0) return Got::kGone;
    const Bytes bytes(record.data(), static_cast<std::size_t>(size));
    if (!greeted_) {
      if (!greet(bytes)) return Got::kGone;
      continue;
    }
    const auto decoded = control::decode_request(bytes);
    if (!decoded) return Got::kGone;
    request = *decoded;
    return Got::kRequest;
  }
}

bool ProgramChannel::reply(const flue_reply& reply, int passed) {
  return send(std::as_bytes(std::span(&reply, 1)), passed);
}

bool ProgramChannel::send(Bytes record, int passed) {
  iovec part{const_cast<std::byte*>(record.data()), record.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> ancillary{};
  if (passed >= 0) {
    message.msg_control = ancillary.data();
    message.msg_controllen = ancillary.size();
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &passed, sizeof(int));
  }
  return sendmsg(descriptor_.get(), &message, MSG_DONTWAIT | MSG_NOSIGNAL) == static_cast<ssize_t>(record.size());
}

}  // namespace flue::daemon
