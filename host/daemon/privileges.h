// Giving up every privilege after what needs one is open: another user, no capabilities, and no way back by exec.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "host/base/result.h"

namespace flue::daemon {

struct Identity {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;  // the user's primary group
};

// Looks the user up; the error says how to create a missing one ("what; advice", as everywhere in the daemon).
Result<Identity, std::string> find_user(const std::string& name);

// Becomes `user` for good: no supplementary groups, real, effective and saved ids, no_new_privs, and empty effective,
// permitted, inheritable, ambient and bounding capability sets. Then reads /proc/self/status and fails unless it says
// so. Works without root too, if the process is that user already.
Result<void, std::string> drop_privileges(const Identity& user);

// What /proc/PID/status (given as text) still shows of privilege: the name of a line in it; empty: nothing. A process
// that never was root keeps its groups and its bounding set, which no_new_privs makes meaningless.
std::string privileges_left(const std::string& status, const Identity& user, bool was_root);

}  // namespace flue::daemon
