#include "host/daemon/admin_server.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "host/base/version.h"

namespace flue::daemon {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

std::optional<sockaddr_un> socket_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return std::nullopt;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

// The socket calls take the address in this form; the cast is the interface's, not a look into packet bytes.
const sockaddr* generic(const sockaddr_un& address) {
  return static_cast<const sockaddr*>(static_cast<const void*>(&address));
}

}  // namespace

AdminServer::AdminServer(EventLoop& loop, stack::Stack& stack, const Parameters& parameters, Log& log,
                         std::string control_dir, OwnerLookup owners, std::vector<uid_t> administrators)
    : loop_(loop),
      log_(log),
      control_dir_(std::move(control_dir)),
      administrators_(std::move(administrators)),
      commands_(stack, parameters, log, std::move(owners), host_name(), std::string(kVersion)) {}

AdminServer::~AdminServer() {
  stop_listening();
  while (!clients_.empty()) drop(clients_.begin()->first);
}

std::string AdminServer::path() const { return control_dir_ + "/" + kAdminSocketName; }

Result<void, std::string> AdminServer::open(TimePoint) {
  const auto address = socket_address(path());
  if (!address) return fail(fmt::format("{}: the path is too long for a socket; choose a shorter control_dir", path()));
  ::unlink(path().c_str());  // left over: the instance lock says that no other daemon lives
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return fail(fmt::format("{}: {}; raise the limit of open files", path(), std::strerror(errno)));
  const mode_t mask = ::umask(0177);  // the socket is never open to others, not even for a moment
  const bool bound = ::bind(descriptor, generic(*address), sizeof(*address)) == 0;
  const int reason = errno;
  ::umask(mask);
  if (!bound || ::listen(descriptor, static_cast<int>(kMaxClients)) != 0) {
    const int shown = bound ? errno : reason;
    ::close(descriptor);
    return fail(
        fmt::format("{}: {}; the daemon's user must be able to write to control_dir", path(), std::strerror(shown)));
  }
  listener_ = descriptor;
  loop_.add(listener_, EventLoop::kRead, [this](std::uint32_t, TimePoint now) { accept_clients(now); });
  return {};
}

void AdminServer::after_batch(TimePoint now) {
  commands_.poll(now);
  std::vector<ClientId> overdue;
  for (const auto& [id, client] : clients_) {
    if (client.deadline <= now) overdue.push_back(id);
  }
  for (const ClientId id : overdue) drop(id);
}

TimePoint AdminServer::next_deadline() const {
  TimePoint next = commands_.next_deadline();
  for (const auto& [id, client] : clients_) next = std::min(next, client.deadline);
  return next;
}

void AdminServer::begin_shutdown(TimePoint) { stop_listening(); }

void AdminServer::stop_listening() {
  if (listener_ < 0) return;
  loop_.remove(listener_);
  ::close(listener_);
  ::unlink(path().c_str());
  listener_ = -1;
}

void AdminServer::accept_clients(TimePoint now) {
  while (true) {
    const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor < 0) return;  // none left, or no descriptors: the next turn tries again
    uid_t uid = 0;
    if (!may_administer(descriptor, uid)) {
      log_(LogLevel::kWarning, "user id {} is not allowed to use {}", uid, path());
      refuse(descriptor, fmt::format("user id {} may not administer this daemon; ask as root", uid));
      continue;
    }
    if (clients_.size() >= kMaxClients) {
      refuse(descriptor, "too many administration requests at once; try again");
      continue;
    }
    const ClientId id = ++last_client_;
    Client& client = clients_[id];
    client.descriptor = descriptor;
    client.deadline = now + kRequestTime;
    loop_.add(descriptor, EventLoop::kRead, [this, id](std::uint32_t, TimePoint at) { on_ready(id, at); });
  }
}

// A short line always fits the new socket's buffer.
void AdminServer::refuse(int descriptor, const std::string& why) {
  const std::string text = Json{{"error", why}}.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  [[maybe_unused]] const ssize_t sent = ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
  ::close(descriptor);
}

bool AdminServer::may_administer(int descriptor, uid_t& uid) const {
  ucred peer{};
  socklen_t size = sizeof(peer);
  uid = static_cast<uid_t>(-1);
  if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  uid = peer.uid;
  return uid == 0 || std::find(administrators_.begin(), administrators_.end(), uid) != administrators_.end();
}

void AdminServer::on_ready(ClientId id, TimePoint now) {
  const auto it = clients_.find(id);
  if (it == clients_.end()) return;
  switch (it->second.phase) {
    case Phase::kAsking:
      return read_request(id, it->second, now);
    case Phase::kWaiting:  // only a hang-up is reported then
      return drop(id);
    case Phase::kAnswering:
      return write_answer(id, it->second);
  }
}

void AdminServer::read_request(ClientId id, Client& client, TimePoint now) {
  std::array<char, kMaxRequestBytes> buffer;
  const ssize_t n = ::recv(client.descriptor, buffer.data(), buffer.size(), 0);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) return drop(id);
  client.request.append(buffer.data(), static_cast<std::size_t>(n));
  const std::size_t end = client.request.find('\n');
  if (end == std::string::npos && client.request.size() < kMaxRequestBytes) return;
  loop_.modify(client.descriptor, 0);  // nothing more is read
  client.phase = Phase::kWaiting;
  client.deadline = now + kAnswerTime;
  if (end == std::string::npos || end >= kMaxRequestBytes) return answer(id, {{"error", "the request is too long"}});
  const std::string request = client.request.substr(0, end);
  commands_.handle(request, now, [this, id](const Json& json) { answer(id, json); });
}

void AdminServer::answer(ClientId id, const Json& json) {
  const auto it = clients_.find(id);
  if (it == clients_.end()) return;  // hung up while its ping was out
  it->second.phase = Phase::kAnswering;
  it->second.answer = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  write_answer(id, it->second);
}

void AdminServer::write_answer(ClientId id, Client& client) {
  while (client.sent < client.answer.size()) {
    const ssize_t n =
        ::send(client.descriptor, client.answer.data() + client.sent, client.answer.size() - client.sent, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return loop_.modify(client.descriptor, EventLoop::kWrite);
    if (n <= 0) return drop(id);
    client.sent += static_cast<std::size_t>(n);
  }
  drop(id);
}

void AdminServer::drop(ClientId id) {
  auto node = clients_.extract(id);
  if (node.empty()) return;
  loop_.remove(node.mapped().descriptor);
  ::close(node.mapped().descriptor);
}

}  // namespace flue::daemon
