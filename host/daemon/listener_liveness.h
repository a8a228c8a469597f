// Does anyone still have this AF_UNIX socket open? Asked of the kernel by inode (sock_diag), because a listener's life
// does not follow any control connection: nginx's first process makes it and exits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "host/base/bytes.h"
#include "host/base/result.h"
#include "host/daemon/descriptor.h"

namespace flue::daemon {

// An inode number may come back; the cookie does not.
struct SocketMark {
  std::uint32_t inode = 0;
  std::uint64_t cookie = 0;  // 0: not asked yet
};

class SocketDiagnosis {
 public:
  Result<void, std::string> open();

  // Nothing if no such socket exists any more; else the mark with its cookie. Any failure of the question itself
  // counts as "exists".
  std::optional<SocketMark> find(SocketMark mark);
  // The socket bound to this file, if it exists.
  std::optional<SocketMark> find_bound_to(std::uint64_t device, std::uint64_t file_inode);

 private:
  Descriptor netlink_;
  std::uint32_t sequence_ = 0;
};

}  // namespace flue::daemon
