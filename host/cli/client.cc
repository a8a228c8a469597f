#include "host/cli/client.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace flue::cli {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

std::string connect_advice(const std::string& path, int reason) {
  switch (reason) {
    case ENOENT:
    case ECONNREFUSED:
      return fmt::format("no daemon answers at {}; start one with `flued --config FILE` (or name its --control-dir)",
                         path);
    case EACCES:
    case EPERM:
      return fmt::format("{} is for the administrator only; run this as root (sudo flue ...)", path);
    default:
      return fmt::format("{}: {}", path, std::strerror(reason));
  }
}

timeval as_timeval(std::chrono::milliseconds time) {
  return {.tv_sec = time.count() / 1000, .tv_usec = (time.count() % 1000) * 1000};
}

}  // namespace

Result<Json, std::string> ask_daemon(const std::string& control_dir, const Json& request,
                                     std::chrono::milliseconds patience) {
  const std::string path = control_dir + "/admin.sock";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return fail(connect_advice(path, ENAMETOOLONG));
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);

  const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const timeval limit = as_timeval(patience);
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
  const auto* generic = static_cast<const sockaddr*>(static_cast<const void*>(&address));
  if (::connect(socket.get(), generic, sizeof(address)) != 0) return fail(connect_advice(path, errno));

  // A daemon that refuses this user answers and hangs up at once: then the write fails, but the answer is there.
  const std::string line = request.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  [[maybe_unused]] const ssize_t sent = ::send(socket.get(), line.data(), line.size(), MSG_NOSIGNAL);

  std::string text;
  std::array<char, 65536> buffer;
  while (true) {
    const ssize_t n = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return fail(fmt::format("{}: the daemon does not answer", path));
    if (n < 0 && text.empty()) return fail(fmt::format("{}: {}", path, std::strerror(errno)));
    if (n <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
  Json answer = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!answer.is_object()) return fail(fmt::format("{}: the daemon hung up in the middle of its answer", path));
  return answer;
}

}  // namespace flue::cli
