#include "host/daemon/listener_liveness.h"

#include <fmt/format.h>
#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace flue::daemon {
namespace {

using Buffer = std::array<char, 16384>;

nlmsghdr* put_question(Buffer& buffer, const SocketMark& mark, std::uint16_t flags, std::uint32_t show,
                       std::uint32_t sequence) {
  nlmsghdr* header = mnl_nlmsg_put_header(buffer.data());
  header->nlmsg_type = SOCK_DIAG_BY_FAMILY;
  header->nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
  header->nlmsg_seq = sequence;
  auto* question = static_cast<unix_diag_req*>(mnl_nlmsg_put_extra_header(header, sizeof(unix_diag_req)));
  question->sdiag_family = AF_UNIX;
  question->udiag_states = ~0u;
  question->udiag_ino = mark.inode;
  question->udiag_show = show;
  question->udiag_cookie[0] = mark.cookie == 0 ? ~0u : static_cast<std::uint32_t>(mark.cookie);
  question->udiag_cookie[1] = mark.cookie == 0 ? ~0u : static_cast<std::uint32_t>(mark.cookie >> 32);
  return header;
}

SocketMark mark_of(const unix_diag_msg& answer) {
  return {answer.udiag_ino, static_cast<std::uint64_t>(answer.udiag_cookie[1]) << 32 | answer.udiag_cookie[0]};
}

struct FileSearch {
  std::uint32_t device;
  std::uint32_t inode;
  SocketMark current{};
  std::optional<SocketMark> found{};
};

// stat() shows a device number in user form, sock_diag in the kernel's: major << 20 | minor.
std::uint32_t kernel_device(std::uint64_t device) {
  const auto major = static_cast<std::uint32_t>((device >> 8 & 0xFFF) | (device >> 32 & ~0xFFFull));
  const auto minor = static_cast<std::uint32_t>((device & 0xFF) | (device >> 12 & 0xFFFFFF00));
  return major << 20 | minor;
}

int look_at_attribute(const nlattr* attribute, void* context) {
  auto& search = *static_cast<FileSearch*>(context);
  if (mnl_attr_get_type(attribute) != UNIX_DIAG_VFS) return MNL_CB_OK;
  const auto* file = static_cast<const unix_diag_vfs*>(mnl_attr_get_payload(attribute));
  if (file->udiag_vfs_ino == search.inode && file->udiag_vfs_dev == search.device) search.found = search.current;
  return MNL_CB_OK;
}

int look_at_socket(const nlmsghdr* header, void* context) {
  auto& search = *static_cast<FileSearch*>(context);
  search.current = mark_of(*static_cast<const unix_diag_msg*>(mnl_nlmsg_get_payload(header)));
  return mnl_attr_parse(header, sizeof(unix_diag_msg), look_at_attribute, context);
}

}  // namespace

Result<void, std::string> SocketDiagnosis::open() {
  netlink_.reset(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
  const timeval patience{1, 0};  // the kernel answers while it is asked; this only guards against surprises
  if (!netlink_ || setsockopt(netlink_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) != 0) {
    return fail(fmt::format("sock_diag is not available: {}; flued cannot follow the lives of listeners",
                            std::strerror(errno)));
  }
  return {};
}

std::optional<SocketMark> SocketDiagnosis::find(SocketMark mark) {
  Buffer buffer{};
  const nlmsghdr* question = put_question(buffer, mark, 0, 0, ++sequence_);
  if (send(netlink_.get(), question, question->nlmsg_len, 0) < 0) return mark;
  const ssize_t size = recv(netlink_.get(), buffer.data(), buffer.size(), 0);
  const auto* header = reinterpret_cast<const nlmsghdr*>(buffer.data());
  if (size < 0 || !mnl_nlmsg_ok(header, static_cast<int>(size)) || header->nlmsg_seq != sequence_) return mark;
  if (header->nlmsg_type == NLMSG_ERROR) {
    const auto* error = static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(header));
    if (error->error == -ENOENT || error->error == -ESTALE) return std::nullopt;
    return mark;
  }
  return mark_of(*static_cast<const unix_diag_msg*>(mnl_nlmsg_get_payload(header)));
}

std::optional<SocketMark> SocketDiagnosis::find_bound_to(std::uint64_t device, std::uint64_t file_inode) {
  Buffer buffer{};
  FileSearch search{kernel_device(device), static_cast<std::uint32_t>(file_inode)};
  const nlmsghdr* question = put_question(buffer, {}, NLM_F_DUMP, UDIAG_SHOW_VFS, ++sequence_);
  if (send(netlink_.get(), question, question->nlmsg_len, 0) < 0) return std::nullopt;
  for (;;) {
    const ssize_t size = recv(netlink_.get(), buffer.data(), buffer.size(), 0);
    if (size <= 0) return search.found;
    const int state = mnl_cb_run(buffer.data(), static_cast<std::size_t>(size), sequence_, 0, look_at_socket, &search);
    if (state <= MNL_CB_STOP) return search.found;
  }
}

}  // namespace flue::daemon
