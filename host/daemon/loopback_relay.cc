#include "host/daemon/loopback_relay.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "host/daemon/twin_socket.h"

namespace flue::daemon {
namespace {

// Pieces of each direction before others get their turn.
constexpr int kRounds = 4;

int int_option(int descriptor, int name) {
  int value = -1;
  socklen_t length = sizeof(value);
  return getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : -1;
}

short state_of(int descriptor) {
  pollfd state{descriptor, POLLRDHUP, 0};
  return ::poll(&state, 1, 0) == 1 ? state.revents : short{0};
}

}  // namespace

bool is_loopback_listener(int descriptor, Port port) {
  sockaddr_in address{};
  socklen_t length = sizeof(address);
  return int_option(descriptor, SO_DOMAIN) == AF_INET && int_option(descriptor, SO_PROTOCOL) == IPPROTO_TCP &&
         int_option(descriptor, SO_ACCEPTCONN) == 1 &&
         getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &length) == 0 &&
         Ipv4Addr(ntohl(address.sin_addr.s_addr)).is_loopback() && ntohs(address.sin_port) == port.number();
}

tcp::ConnectionInfo LoopbackRelay::info() const {
  tcp::ConnectionInfo info;
  info.local = local_;
  info.remote = remote_;
  info.state = "ESTABLISHED";
  return info;
}

bool LoopbackRelay::on_ready(MutableBytes scratch) {
  // The program closed it with bytes unread: a reset at once, as from the kernel itself.
  if (twin_ && (state_of(twin_.get()) & POLLERR) != 0 && take_socket_error(twin_.get()) == ECONNRESET) reset_peer();
  for (int round = 0; twin_; ++round) {
    if (round == kRounds) return true;
    const Outcome there = to_kernel(scratch);
    const Outcome back = there == Outcome::kBroken ? there : to_program(scratch);
    if (back == Outcome::kBroken) {
      reset_program();
    } else if (to_kernel_.end_told && to_program_.end_told) {
      close_both();
    } else if (there == Outcome::kStuck && back == Outcome::kStuck) {
      end_if_program_gone();
      break;
    }
  }
  return false;
}

// What the program wrote was passed on before, unless it still waits for room in the kernel.
void LoopbackRelay::end_if_program_gone() {
  if (to_kernel_.end_told && (state_of(twin_.get()) & POLLHUP) != 0) close_both();
}

LoopbackRelay::Outcome LoopbackRelay::pass_on(Way& way, int to) {
  while (!way.waiting.empty()) {
    const ssize_t sent = send(to, way.waiting.data(), way.waiting.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN ? Outcome::kStuck : Outcome::kBroken;
    way.waiting.erase(way.waiting.begin(), way.waiting.begin() + sent);
  }
  if (way.end_seen && !way.end_told) {
    way.end_told = true;
    ::shutdown(to, SHUT_WR);
  }
  return way.end_told ? Outcome::kStuck : Outcome::kMoved;
}

LoopbackRelay::Outcome LoopbackRelay::to_kernel(MutableBytes scratch) {
  const Outcome passed = pass_on(to_kernel_, kernel_.get());
  if (passed != Outcome::kMoved) return passed;
  const short state = state_of(twin_.get());  // before the bytes are counted: none can follow an end
  const std::size_t fresh = std::max<std::size_t>(queued_bytes(twin_.get()), 1) - 1;
  if (fresh == 0) {
    to_kernel_.end_seen = (state & (POLLRDHUP | POLLHUP)) != 0;
    return to_kernel_.end_seen ? pass_on(to_kernel_, kernel_.get()) : Outcome::kStuck;
  }
  const std::size_t taken = take_leaving_last(twin_.get(), scratch.data(), std::min(fresh, kBufferBytes));
  if (taken == 0) return Outcome::kStuck;
  to_kernel_.waiting.assign(scratch.data() + 1, scratch.data() + 1 + taken);
  return Outcome::kMoved;
}

LoopbackRelay::Outcome LoopbackRelay::to_program(MutableBytes scratch) {
  const Outcome passed = pass_on(to_program_, twin_.get());
  // A program that reads no more is no error: what comes for it is dropped.
  if (passed == Outcome::kBroken) to_program_.waiting.clear();
  if (passed == Outcome::kStuck) return passed;
  const ssize_t got = recv(kernel_.get(), scratch.data(), kBufferBytes, MSG_DONTWAIT);
  if (got < 0) return errno == EAGAIN ? Outcome::kStuck : Outcome::kBroken;
  to_program_.end_seen = got == 0;
  to_program_.waiting.assign(scratch.data(), scratch.data() + got);
  return Outcome::kMoved;
}

void LoopbackRelay::reset_peer() {
  const linger at_once{1, 0};
  setsockopt(kernel_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  close_both();
}

// The byte that stays in the twin makes it a reset for the program.
void LoopbackRelay::reset_program() {
  twin_.reset();
  kernel_.reset();
}

void LoopbackRelay::close_both() {
  std::byte last{};
  while (recv(twin_.get(), &last, 1, MSG_DONTWAIT) > 0) {
  }
  reset_program();
}

}  // namespace flue::daemon
