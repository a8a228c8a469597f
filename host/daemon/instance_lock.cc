#include "host/daemon/instance_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace flue::daemon {
namespace {

// The process id that the holder wrote, for the message only.
std::string holder(int descriptor) {
  std::array<char, 16> text{};
  const ssize_t n = pread(descriptor, text.data(), text.size(), 0);
  std::string id;
  for (ssize_t i = 0; i < n && text[static_cast<std::size_t>(i)] >= '0' && text[static_cast<std::size_t>(i)] <= '9';
       ++i) {
    id += text[static_cast<std::size_t>(i)];
  }
  return id.empty() ? "unknown" : id;
}

}  // namespace

Result<InstanceLock, std::string> InstanceLock::take(const std::string& directory) {
  const std::string path = directory + "/flued.lock";
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor < 0) {
    return fail(
        fmt::format("{} cannot be opened: {}; give a control_dir that flued may write to", path, std::strerror(errno)));
  }
  InstanceLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return fail(fmt::format("another flued (process {}) uses control_dir {}; stop it, or give this one its own",
                            holder(descriptor), directory));
  }
  const std::string id = fmt::format("{}\n", getpid());
  if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, id.data(), id.size(), 0) != static_cast<ssize_t>(id.size())) {
    return fail(fmt::format("{} cannot be written: {}; make room on its file system", path, std::strerror(errno)));
  }
  return lock;
}

InstanceLock::InstanceLock(InstanceLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

InstanceLock::~InstanceLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace flue::daemon
