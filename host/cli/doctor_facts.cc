// The part of doctor that looks at this machine.
#include <dlfcn.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/capability.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <sstream>

#include "host/cli/doctor.h"
#include "host/cli/preload_path.h"

namespace flue::cli {
namespace {

constexpr const char* kTunDevice = "/dev/net/tun";

bool has_net_admin() {
  const cap_t mine = ::cap_get_proc();
  if (mine == nullptr) return false;
  cap_flag_value_t value = CAP_CLEAR;
  const bool known = ::cap_get_flag(mine, CAP_NET_ADMIN, CAP_EFFECTIVE, &value) == 0;
  ::cap_free(mine);
  return known && value == CAP_SET;
}

bool on_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return ::access(("/usr/sbin/" + program).c_str(), X_OK) == 0 || ::access(("/sbin/" + program).c_str(), X_OK) == 0;
}

// Empty if the library loads.
std::string load_error(const std::string& library) {
  void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return ::dlerror();
  ::dlclose(handle);
  return {};
}

void look_at_tun(Facts& facts) {
  facts.tun_exists = ::access(kTunDevice, F_OK) == 0;
  const int descriptor = ::open(kTunDevice, O_RDWR | O_CLOEXEC);
  facts.tun_error = descriptor < 0 ? errno : 0;
  if (descriptor >= 0) ::close(descriptor);
}

void look_at_control_dir(Facts& facts) {
  struct stat status {};
  facts.control_dir_exists = ::stat(facts.control_dir.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
  facts.control_dir_writable_by_all = facts.control_dir_exists && (status.st_mode & S_IWOTH) != 0;
}

}  // namespace

Facts gather_facts(const Session& session) {
  Facts facts;
  utsname kernel{};
  if (::uname(&kernel) == 0) facts.kernel_release = kernel.release;
  look_at_tun(facts);
  facts.net_admin = has_net_admin();
  facts.flue_user = ::getpwnam("flue") != nullptr;
  facts.ip_tool = on_path("ip");
  facts.control_dir = session.control_dir;
  look_at_control_dir(facts);
  auto daemon = session.system.ask(session.control_dir, {{"command", "version"}}, std::chrono::seconds(5));
  if (!daemon) {
    facts.daemon_error = daemon.error();
    facts.daemon_forbidden = ::access((session.control_dir + "/admin.sock").c_str(), W_OK) != 0 && errno == EACCES;
  } else if (daemon->contains("error")) {
    facts.daemon_error = daemon->at("error").dump();
  } else {
    facts.daemon = *daemon;
  }
  facts.preload_path = find_preload_library();
  if (!facts.preload_path.empty()) facts.preload_error = load_error(facts.preload_path);
  return facts;
}

}  // namespace flue::cli
