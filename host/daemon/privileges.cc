#include "host/daemon/privileges.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>
#include <vector>

namespace flue::daemon {
namespace {

std::string system_error(std::string_view call) { return fmt::format("{}: {}", call, std::strerror(errno)); }

// The bounding set limits what exec could bring back; dropping from it needs CAP_SETPCAP, which only root has here.
void empty_bounding_set() {
  for (cap_value_t capability = 0; cap_get_bound(capability) >= 0; ++capability) cap_drop_bound(capability);
}

Result<void, std::string> change_ids(const Identity& user) {
  if (geteuid() != 0) {
    if (geteuid() == user.uid && getuid() == user.uid) return {};
    return fail(
        fmt::format("cannot become user {}: not started as root; start flued as root, or remove `user`", user.name));
  }
  if (setgroups(0, nullptr) != 0) return fail(system_error("setgroups") + "; start flued as root");
  if (setresgid(user.gid, user.gid, user.gid) != 0) return fail(system_error("setresgid") + "; start flued as root");
  if (setresuid(user.uid, user.uid, user.uid) != 0) return fail(system_error("setresuid") + "; start flued as root");
  return {};
}

Result<void, std::string> empty_capabilities() {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return fail(system_error("no_new_privs") + "; use a newer kernel");
  cap_reset_ambient();
  cap_t none = cap_init();
  const bool done = none != nullptr && cap_set_proc(none) == 0;
  cap_free(none);
  if (!done) return fail(system_error("cap_set_proc") + "; report this");
  return {};
}

// The words after "KEY:" in /proc/PID/status.
std::vector<std::string> words_of(const std::string& status, std::string_view key) {
  std::istringstream lines(status);
  for (std::string line; std::getline(lines, line);) {
    if (line.size() <= key.size() || line.compare(0, key.size(), key) != 0 || line[key.size()] != ':') continue;
    std::istringstream words(line.substr(key.size() + 1));
    return {std::istream_iterator<std::string>(words), {}};
  }
  return {"missing"};
}

}  // namespace

Result<Identity, std::string> find_user(const std::string& name) {
  errno = 0;
  const passwd* entry = getpwnam(name.c_str());
  if (entry == nullptr) {
    return fail(fmt::format(
        "there is no user {0}; create it: useradd --system --no-create-home --shell /usr/sbin/nologin {0}", name));
  }
  return Identity{name, entry->pw_uid, entry->pw_gid};
}

Result<void, std::string> drop_privileges(const Identity& user) {
  const bool root = geteuid() == 0;
  if (root) empty_bounding_set();
  if (auto done = change_ids(user); !done) return done;
  if (auto done = empty_capabilities(); !done) return done;

  std::ifstream file("/proc/self/status");
  const std::string status((std::istreambuf_iterator<char>(file)), {});
  const std::string left = privileges_left(status, user, root);
  if (!left.empty()) {
    return fail(fmt::format("privileges were not dropped: {}; report this", left));
  }
  return {};
}

std::string privileges_left(const std::string& status, const Identity& user, bool was_root) {
  const std::string uid = std::to_string(user.uid);
  const std::string gid = std::to_string(user.gid);
  const auto differs = [&](std::string_view key, const std::vector<std::string>& wanted) {
    return words_of(status, key) != wanted;
  };
  if (differs("Uid", {uid, uid, uid, uid})) return "Uid";
  if (differs("Gid", {gid, gid, gid, gid})) return "Gid";
  const std::string zero(16, '0');
  for (const std::string_view set : {"CapInh", "CapPrm", "CapEff", "CapAmb"}) {
    if (differs(set, {zero})) return std::string(set);
  }
  if (differs("NoNewPrivs", {"1"})) return "NoNewPrivs";
  if (was_root && differs("CapBnd", {zero})) return "CapBnd";
  if (was_root && differs("Groups", {})) return "Groups";
  return {};
}

}  // namespace flue::daemon
