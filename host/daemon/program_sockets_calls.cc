// The calls on sockets that exist.
#include <algorithm>
#include <cerrno>

#include "host/control/codec.h"
#include "host/daemon/program_sockets.h"

namespace flue::daemon {

// A connection's name is confirmed by identify(); of the others the inode must be the one that was handed out.
Twin* ProgramSockets::find_twin(const TwinIdentity& socket) {
  const auto found = twins_.find(socket.name.id);
  return socket.name.kind == 'c' && found != twins_.end() ? found->second.get() : nullptr;
}

TwinListener* ProgramSockets::find_listener(const TwinIdentity& socket) {
  const auto found = listeners_.find(socket.name.id);
  const bool known = found != listeners_.end() && found->second->setup().socket.inode == socket.inode;
  return socket.name.kind == 'l' && known ? found->second.get() : nullptr;
}

ProgramSockets::Bound* ProgramSockets::find_bound(const TwinIdentity& socket) {
  const auto found = bound_.find(socket.name.id);
  const bool known = found != bound_.end() && found->second.socket.inode == socket.inode;
  return socket.name.kind == 'b' && known ? &found->second : nullptr;
}

bool ProgramSockets::is_connecting(SocketId socket) const {
  const auto twin = twins_.find(socket);
  return twin != twins_.end() && twin->second->connecting();
}

int ProgramSockets::connect_again(const TwinIdentity& socket, TimePoint now) {
  if (socket.name.kind != 'c') return EINVAL;
  Twin* twin = find_twin(socket);
  if (twin == nullptr) {
    const int error = errors_.take(socket.name.id, now);
    return error != 0 ? error : ENOTCONN;
  }
  if (twin->connecting()) return EALREADY;
  return twin->take_connected_news() ? 0 : EISCONN;
}

namespace {

bool changes_memory(flue_option name) { return name == FLUE_OPTION_RECEIVE_BUFFER || name == FLUE_OPTION_SEND_BUFFER; }

}  // namespace

int ProgramSockets::set_option(const TwinIdentity& socket, flue_option name, std::int32_t value, TimePoint now) {
  Twin* twin = find_twin(socket);
  TwinListener* listener = find_listener(socket);
  Bound* bound = find_bound(socket);
  if (twin == nullptr && listener == nullptr && bound == nullptr) return socket.name.kind == 'c' ? 0 : EINVAL;
  const uid_t user = twin != nullptr       ? twin->setup().owner.user
                     : listener != nullptr ? listener->setup().owner.user
                                           : bound->owner.user;
  const SocketSettings* settings = settings_of(socket);
  if (changes_memory(name)) {
    SocketSettings wanted = *settings;
    wanted.set(name, value);
    limits_.give_back(user, {0, settings->buffer_bytes(), 0, 0, 0});
    if (!limits_.take(user, {0, wanted.buffer_bytes(), 0, 0, 0})) {
      limits_.take(user, {0, settings->buffer_bytes(), 0, 0, 0});
      return ENOBUFS;
    }
  }
  if (twin != nullptr) return twin->set_option(name, value, now);
  return listener != nullptr ? listener->settings().set(name, value) : bound->settings.set(name, value);
}

const SocketSettings* ProgramSockets::settings_of(const TwinIdentity& socket) {
  if (const Twin* twin = find_twin(socket)) return &twin->settings();
  if (TwinListener* listener = find_listener(socket)) return &listener->settings();
  const Bound* bound = find_bound(socket);
  return bound != nullptr ? &bound->settings : nullptr;
}

int ProgramSockets::get_option(const TwinIdentity& socket, flue_option name, std::int32_t& value) {
  const SocketSettings* settings = settings_of(socket);
  value = settings != nullptr ? settings->get(name) : SocketSettings(needs_.parameters).get(name);
  const auto connection = info(socket);
  if (name == FLUE_OPTION_MAX_SEGMENT && connection) value = static_cast<std::int32_t>(connection->mss);
  return 0;
}

int ProgramSockets::take_error(const TwinIdentity& socket, TimePoint now) {
  return socket.name.kind == 'c' ? errors_.take(socket.name.id, now) : 0;
}

std::optional<tcp::ConnectionInfo> ProgramSockets::info(const TwinIdentity& socket) {
  if (const auto relay = relays_.find(socket.name.id); relay != relays_.end()) return relay->second.info();
  const Twin* twin = find_twin(socket);
  if (twin == nullptr || !twin->connection()) return std::nullopt;
  return needs_.tcp.info(twin->connection());
}

std::int32_t ProgramSockets::send_queue(const TwinIdentity& socket) {
  const Twin* twin = find_twin(socket);
  return twin != nullptr ? static_cast<std::int32_t>(twin->send_queue()) : 0;
}

int ProgramSockets::stop_listening(const TwinIdentity& socket, TimePoint now) {
  const TwinListener* listener = find_listener(socket);
  if (listener == nullptr) return EINVAL;
  remove_listener(listener->id(), now);
  return 0;
}

int ProgramSockets::want_linger(const TwinIdentity& socket) {
  Twin* twin = find_twin(socket);
  if (twin == nullptr) return ENOTCONN;
  twin->want_linger();
  return 0;
}

bool ProgramSockets::lingers(SocketId socket, TimePoint now) {
  const auto twin = twins_.find(socket);
  if (twin == twins_.end()) return false;
  if (twin->second->program_gone()) return !twin->second->ended();
  twin->second->abandon_linger(now);  // another copy of the descriptor keeps it open
  return false;
}

void ProgramSockets::abandon_linger(SocketId socket, TimePoint now) {
  const auto twin = twins_.find(socket);
  if (twin != twins_.end()) twin->second->abandon_linger(now);
}

}  // namespace flue::daemon
