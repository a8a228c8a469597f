#include "host/daemon/twin_socket.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <string_view>

namespace flue::daemon {
namespace {

constexpr int kListenerQueue = 4096;  // the profile's backlog is kept by the daemon, not by the kernel

std::string text_of(const flue_twin_name& name) {
  std::string text(FLUE_TWIN_NAME_LENGTH, '\0');
  flue_format_twin_name(&name, text.data());
  return text;
}

const sockaddr* generic(const sockaddr_un& address) { return reinterpret_cast<const sockaddr*>(&address); }

bool bind_abstract(int descriptor, const flue_twin_name& name) {
  sockaddr_un address{};
  const socklen_t length = flue_twin_address(&name, &address);
  return ::bind(descriptor, generic(address), length) == 0;
}

// Short whatever the directory is called, so that it always fits a socket address.
sockaddr_un path_address(int directory, const flue_twin_name& name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  fmt::format_to_n(address.sun_path, sizeof(address.sun_path) - 1, "/proc/self/fd/{}/{}", directory, text_of(name));
  return address;
}

int int_ioctl(int descriptor, unsigned long request) {
  int value = 0;
  return ioctl(descriptor, request, &value) == 0 ? value : 0;
}

std::optional<flue_twin_name> name_of(int descriptor, bool peer) {
  sockaddr_un address{};
  socklen_t length = sizeof(address);
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  const int result = peer ? getpeername(descriptor, raw, &length) : getsockname(descriptor, raw, &length);
  flue_twin_name name{};
  if (result != 0 || flue_parse_twin_address(&address, length, &name) == 0) return std::nullopt;
  return name;
}

bool peer_is_this_process(int descriptor) {
  ucred peer{};
  socklen_t length = sizeof(peer);
  return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.pid == getpid();
}

}  // namespace

Result<TwinPair, int> make_twin_pair() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return fail(errno);
  TwinPair pair{Descriptor(ends[0]), Descriptor(ends[1])};
  constexpr int kRoom = FLUE_TWIN_SEND_BUFFER;
  if (fcntl(pair.daemons.get(), F_SETFL, O_NONBLOCK) != 0 ||
      setsockopt(pair.programs.get(), SOL_SOCKET, SO_SNDBUF, &kRoom, sizeof(kRoom)) != 0) {
    return fail(errno);
  }
  return pair;
}

bool name_twin_pair(const TwinPair& pair, flue_twin_name name) {
  name.end = 'd';
  if (!bind_abstract(pair.daemons.get(), name)) return false;
  name.end = 'p';
  return bind_abstract(pair.programs.get(), name);
}

Result<Descriptor, int> make_bound_socket(flue_twin_name name) {
  Descriptor made(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  name.end = 'p';
  if (!made || !bind_abstract(made.get(), name)) return fail(errno);
  return made;
}

std::size_t prefill(const TwinPair& pair) {
  int limit = 0;
  socklen_t length = sizeof(limit);
  getsockopt(pair.programs.get(), SOL_SOCKET, SO_SNDBUF, &limit, &length);
  // Writable means: at most a quarter of the limit is in use.
  const std::vector<char> bytes(static_cast<std::size_t>(limit) / 4 + 1);
  const ssize_t written = send(pair.programs.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return written > 0 ? static_cast<std::size_t>(written) : 0;
}

Result<void, std::string> ListenerDirectory::open(const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return fail(fmt::format("{} cannot be made: {}; give flued a control_dir it may write to", path, strerror(errno)));
  }
  directory_.reset(::open(path.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat found {};
  if (!directory_ || fstat(directory_.get(), &found) != 0) {
    return fail(fmt::format("{} cannot be opened: {}; remove it", path, strerror(errno)));
  }
  if (found.st_uid != geteuid() || (found.st_mode & 0077) != 0) {
    return fail(fmt::format("{} is not private to the user of flued; remove it", path));
  }
  return {};
}

Result<Descriptor, int> ListenerDirectory::listen(const flue_twin_name& name) const {
  Descriptor made(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un address = path_address(directory_.get(), name);
  if (!made || ::bind(made.get(), generic(address), sizeof(address)) != 0) return fail(errno);
  if (::listen(made.get(), kListenerQueue) != 0) {
    const int error = errno;
    remove(name);
    return fail(error);
  }
  return made;
}

Result<Descriptor, int> ListenerDirectory::connect(const flue_twin_name& listener, const flue_twin_name& own) const {
  Descriptor made(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!made || !bind_abstract(made.get(), own)) return fail(errno);
  const sockaddr_un address = path_address(directory_.get(), listener);
  if (::connect(made.get(), generic(address), sizeof(address)) != 0) return fail(errno);
  return made;
}

void ListenerDirectory::remove(const flue_twin_name& name) const {
  unlinkat(directory_.get(), text_of(name).c_str(), 0);
}

std::vector<flue_twin_name> ListenerDirectory::names() const {
  std::vector<flue_twin_name> found;
  const int readable = openat(directory_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* listing = readable >= 0 ? fdopendir(readable) : nullptr;
  if (listing == nullptr) return found;
  while (const dirent* entry = readdir(listing)) {
    const std::string_view text(entry->d_name);
    flue_twin_name name{};
    if (flue_parse_twin_name(text.data(), text.size(), &name) != 0) found.push_back(name);
  }
  closedir(listing);
  return found;
}

std::optional<ListenerDirectory::FileId> ListenerDirectory::file(const flue_twin_name& name) const {
  struct stat found {};
  if (fstatat(directory_.get(), text_of(name).c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0) return std::nullopt;
  return FileId{found.st_dev, found.st_ino};
}

std::uint64_t socket_inode(int descriptor) {
  struct stat found {};
  return fstat(descriptor, &found) == 0 ? found.st_ino : 0;
}

std::size_t queued_bytes(int descriptor) { return static_cast<std::size_t>(int_ioctl(descriptor, SIOCINQ)); }

std::size_t unread_by_peer(int descriptor) { return static_cast<std::size_t>(int_ioctl(descriptor, SIOCOUTQ)); }

std::size_t take_leaving_last(int descriptor, std::byte* buffer, std::size_t most) {
  const ssize_t got = recv(descriptor, buffer, most, MSG_DONTWAIT);
  if (got <= 0 || recv(descriptor, buffer + got, 1, MSG_DONTWAIT | MSG_PEEK) != 1) return 0;
  return static_cast<std::size_t>(got);
}

int take_socket_error(int descriptor) {
  int error = 0;
  socklen_t length = sizeof(error);
  return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

std::optional<TwinIdentity> identify(int descriptor) {
  if (const auto peer = name_of(descriptor, true); peer && peer->kind == 'c' && peer->end == 'd') {
    // The names in the abstract name space are anybody's; whose process made the other end is the kernel's word.
    if (!peer_is_this_process(descriptor)) return std::nullopt;
    return TwinIdentity{*peer, 0};
  }
  const auto own = name_of(descriptor, false);
  if (!own || own->kind == 'c' || own->end != 'p') return std::nullopt;
  return TwinIdentity{*own, socket_inode(descriptor)};
}

}  // namespace flue::daemon
