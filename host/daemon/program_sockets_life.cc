// How long listeners and bound sockets live: as long as any process has them open, which only the kernel knows.
#include "host/control/codec.h"
#include "host/daemon/program_sockets.h"

namespace flue::daemon {

bool ProgramSockets::still_there(SocketMark& socket) {
  const auto found = diagnosis_.find(socket);
  if (found) socket = *found;
  return found.has_value();
}

void ProgramSockets::check_liveness(TimePoint now) {
  next_liveness_ = now + kLivenessPeriod;
  std::vector<SocketId> ids;
  for (const auto& [id, listener] : listeners_) ids.push_back(id);
  for (const auto& [id, bound] : bound_) ids.push_back(id);
  for (const SocketId id : ids) recheck(id, now);
}

void ProgramSockets::recheck(SocketId id, TimePoint now) {
  if (const auto listener = listeners_.find(id); listener != listeners_.end()) {
    SocketMark socket = listener->second->setup().socket;
    if (!still_there(socket)) return remove_listener(id, now);
    listener->second->set_socket(socket);
  } else if (const auto bound = bound_.find(id); bound != bound_.end()) {
    if (!still_there(bound->second.socket)) remove_bound(id);
  }
}

// Before a port is refused: does whoever has it still live?
void ProgramSockets::free_port(Port port, TimePoint now) {
  if (port.number() == 0) return;
  std::vector<SocketId> ids;
  for (const auto& [id, listener] : listeners_) {
    if (listener->setup().name.local.port == port.number()) ids.push_back(id);
  }
  for (const auto& [id, bound] : bound_) {
    if (bound.name.local.port == port.number()) ids.push_back(id);
  }
  for (const SocketId id : ids) recheck(id, now);
}

void ProgramSockets::remove_listener(SocketId id, TimePoint now) {
  const auto found = listeners_.find(id);
  if (found == listeners_.end()) return;
  TwinListener& listener = *found->second;
  listener.stop(now);
  directory_.remove(listener.setup().name);
  Usage usage = usage_of(listener.settings());
  usage.ports = 1;
  limits_.give_back(listener.setup().owner.user, usage);
  processes_.erase(listener.mark());
  listeners_.erase(found);
}

void ProgramSockets::remove_bound(SocketId id) {
  const auto found = bound_.find(id);
  if (found == bound_.end()) return;
  Usage usage = usage_of(found->second.settings);
  usage.ports = 1;
  limits_.give_back(found->second.owner.user, usage);
  bound_.erase(found);
}

// A listener of a daemon before this one: if a program still has it, its port is served again. Who made it is not
// known any more; it is charged to the administrator.
void ProgramSockets::adopt(const flue_twin_name& name, TimePoint now) {
  const auto file = directory_.file(name);
  const auto socket = file ? diagnosis_.find_bound_to(file->device, file->inode) : std::nullopt;
  if (!socket || name.kind != 'l') return directory_.remove(name);
  const Endpoint local = control::to_endpoint(name.local);
  auto listener = std::make_unique<TwinListener>(needs_.tcp, needs_.router, *this, SocketSettings(needs_.parameters));
  listener->settings().set(FLUE_OPTION_REUSE_ADDRESS, 1);
  const auto listening = listener->listen(local, std::max(needs_.parameters.tcp.max_backlog, 1u), now);
  if (!listening) {
    needs_.log(LogLevel::kWarning, "programs: {} cannot be listened on again; restart the program that serves it",
               to_string(local));
    return;
  }
  Usage usage = usage_of(listener->settings());
  usage.ports = 1;
  limits_.take(0, usage);
  listener->set_setup({name, {}, *socket});
  needs_.log(LogLevel::kInfo, "programs: listening again on {}", to_string(local));
  listeners_.emplace(name.id, std::move(listener));
}

}  // namespace flue::daemon
