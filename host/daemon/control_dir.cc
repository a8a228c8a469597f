#include "host/daemon/control_dir.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace flue::daemon {
namespace {

// Nothing but what a daemon before us left.
bool is_unused(const std::string& path) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    if (entry.path().filename() != "flued.lock") return false;
  }
  return !error;
}

}  // namespace

Result<void, std::string> prepare_control_dir(const std::string& path, const std::optional<Identity>& user) {
  if (mkdir(path.c_str(), 0755) != 0 && errno != EEXIST) {
    return fail(fmt::format("control_dir {} cannot be made: {}; make its parent, or give another one", path,
                            std::strerror(errno)));
  }
  struct stat facts {};
  if (lstat(path.c_str(), &facts) != 0 || !S_ISDIR(facts.st_mode)) {
    return fail(fmt::format("control_dir {} is not a directory; remove it, or give another one", path));
  }
  if ((facts.st_mode & S_IWOTH) != 0) {
    return fail(fmt::format("everybody may write to control_dir {}; give one that is flued's alone", path));
  }
  const uid_t owner = user ? user->uid : geteuid();
  if (facts.st_uid == owner) return {};
  if (geteuid() == 0 && is_unused(path) && lchown(path.c_str(), owner, user ? user->gid : getegid()) == 0) return {};
  return fail(fmt::format("control_dir {} belongs to user id {}, not to {}; remove it, or give another one", path,
                          facts.st_uid, user ? user->name : fmt::format("user id {}", owner)));
}

}  // namespace flue::daemon
