#include "host/daemon/program_limits.h"

#include <algorithm>

namespace flue::daemon {

bool ProgramLimits::take(uid_t user, const Usage& more) {
  Usage& used = accounts_[user].used;
  const Usage sum{used.sockets + more.sockets, used.buffer_bytes + more.buffer_bytes, used.half_open + more.half_open,
                  used.ports + more.ports, used.channels + more.channels};
  const bool fits = sum.sockets <= limits_.sockets && sum.buffer_bytes <= limits_.buffer_bytes &&
                    sum.half_open <= limits_.half_open && sum.ports <= limits_.ports && sum.channels <= limits_.sockets;
  if (!fits && user != 0) return false;
  used = sum;
  return true;
}

void ProgramLimits::give_back(uid_t user, const Usage& less) {
  const auto account = accounts_.find(user);
  if (account == accounts_.end()) return;
  Usage& used = account->second.used;
  used.sockets -= less.sockets;
  used.buffer_bytes -= less.buffer_bytes;
  used.half_open -= less.half_open;
  used.ports -= less.ports;
  used.channels -= less.channels;
}

// A bucket that holds the requests of one second and fills steadily.
bool ProgramLimits::take_request(uid_t user, TimePoint now) {
  if (user == 0) return true;
  Account& account = accounts_[user];
  const double full = limits_.requests_per_second;
  if (account.refilled == TimePoint::min()) {
    account.requests_left = full;
  } else {
    const std::chrono::duration<double> passed = now - account.refilled;
    account.requests_left = std::min(full, account.requests_left + passed.count() * full);
  }
  account.refilled = now;
  if (account.requests_left < 1) return false;
  account.requests_left -= 1;
  return true;
}

bool ProgramLimits::may_use_port(uid_t user, Port port) const {
  if (port.number() == 0 || port.number() >= 1024 || user == 0) return true;
  const auto& range = limits_.privileged_port_uids;
  return range && user >= range->first && user <= range->second;
}

Usage ProgramLimits::usage(uid_t user) const {
  const auto account = accounts_.find(user);
  return account == accounts_.end() ? Usage{} : account->second.used;
}

}  // namespace flue::daemon
