// What each user may hold and do through the program server. uid 0 is not limited.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <unordered_map>

#include "host/base/address.h"
#include "host/base/time.h"
#include "host/daemon/config.h"

namespace flue::daemon {

struct Usage {
  std::uint32_t sockets = 0;  // connections, listeners, bound sockets
  std::uint64_t buffer_bytes = 0;
  std::uint32_t half_open = 0;  // connecting
  std::uint32_t ports = 0;      // listening or bound
  std::uint32_t channels = 0;   // control connections: as many as sockets
  friend bool operator==(const Usage&, const Usage&) = default;
};

class ProgramLimits {
 public:
  explicit ProgramLimits(const Limits& limits) : limits_(limits) {}

  // False, and nothing taken, if it would exceed a limit of the user's.
  bool take(uid_t user, const Usage& more);
  void give_back(uid_t user, const Usage& less);
  // One request on the control channel; false: too many in this second.
  bool take_request(uid_t user, TimePoint now);
  [[nodiscard]] bool may_use_port(uid_t user, Port port) const;
  [[nodiscard]] Usage usage(uid_t user) const;

 private:
  struct Account {
    Usage used;
    double requests_left = 0;
    TimePoint refilled = TimePoint::min();
  };
  Limits limits_;
  std::unordered_map<uid_t, Account> accounts_;
};

}  // namespace flue::daemon
