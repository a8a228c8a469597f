// The two copies of a twin.
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "host/daemon/twin.h"
#include "host/daemon/twin_socket.h"

namespace flue::daemon {
namespace {

// Pieces of one direction before other twins get their turn.
constexpr int kRounds = 4;

}  // namespace

// Bytes of the program that were not passed on yet. All but the first byte in the queue, which is the one that stays.
std::size_t Twin::fresh_bytes() {
  const std::size_t queued = queued_bytes(end_.get());
  if (queued > 0) note_accepted();
  return queued > 0 ? queued - 1 : 0;
}

// Takes up to `most` fresh bytes; `last`: there are no more.
std::size_t Twin::collect_once(std::size_t most, bool last, TimePoint now) {
  std::byte* const buffer = world_.scratch.data();
  const std::size_t fresh = take_leaving_last(end_.get(), buffer, std::min(most, world_.scratch.size() - 1));
  return world_.tcp.write(connection_, Bytes(buffer + 1, fresh), now, last && fresh == most);
}

void Twin::collect(TimePoint now) {
  more_ = false;
  if (phase_ != Phase::kOpen || !end_) return;
  for (int round = 0; round < kRounds; ++round) {
    const std::size_t fresh = fresh_bytes();
    while (!commands_.empty() && commands_.front().bytes == 0) {
      const Command command = commands_.front();
      commands_.pop_front();
      apply(command.name, now);
    }
    if (fresh == 0) return after_collecting(now);
    std::size_t most = std::min(fresh, world_.tcp.writable_bytes(connection_));
    if (!commands_.empty()) most = std::min(most, commands_.front().bytes);
    if (most == 0) return;  // Tcp says when there is room again
    const std::size_t taken = collect_once(most, most == fresh, now);
    if (taken == 0) return;
    if (!commands_.empty()) commands_.front().bytes -= std::min(taken, commands_.front().bytes);
  }
  more_ = true;
  world_.observer.on_unfinished(*this);
}

std::size_t Twin::send_to_program(const ByteSpans& data, std::size_t most) {
  std::array<iovec, 2> parts{};
  const auto fill = [](iovec& part, Bytes bytes) {
    part.iov_base = const_cast<std::byte*>(bytes.data());
    part.iov_len = bytes.size();
  };
  const std::size_t first = std::min(most, data.first.size());
  fill(parts[0], data.first.first(first));
  fill(parts[1], data.second.first(std::min(most - first, data.second.size())));
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts[1].iov_len > 0 ? 2 : 1;
  const ssize_t sent = sendmsg(end_.get(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0 && errno == EPIPE) reader_stopped_ = true;
  return sent > 0 ? static_cast<std::size_t>(sent) : 0;
}

// What the kernel counts includes its overhead, so it is only an upper bound; what was sent since the program had read
// everything is another.
std::uint32_t Twin::unread_in_twin() {
  if (delivered_ == 0) return 0;
  const std::size_t kernels = unread_by_peer(end_.get());
  if (kernels == 0) delivered_ = 0;
  return static_cast<std::uint32_t>(std::min(kernels, delivered_));
}

// The program read something: the window may open.
void Twin::tell_unread(TimePoint now) {
  const std::uint32_t unread = unread_in_twin();
  if (unread == told_unread_) return;
  told_unread_ = unread;
  world_.tcp.set_unread_elsewhere(connection_, unread, now);
}

void Twin::deliver(TimePoint now) {
  if (phase_ != Phase::kOpen || !end_) return;
  if (gone_ && !world_.tcp.readable(connection_).empty()) return abort(now);  // nobody will read it
  for (ByteSpans data = world_.tcp.readable(connection_); !data.empty(); data = world_.tcp.readable(connection_)) {
    const std::uint32_t unread = unread_in_twin();
    if (unread >= receive_buffer_) break;
    const std::size_t most = std::min<std::size_t>(receive_buffer_ - unread, data.size());
    const std::size_t sent = send_to_program(data, most);
    if (reader_stopped_) {
      world_.tcp.consume(connection_, data.size(), now);  // shutdown(SHUT_RD): nobody will read it
      continue;
    }
    if (sent == 0) break;
    delivered_ += sent;
    // In this order the right edge of the window stays where it is.
    told_unread_ = unread + static_cast<std::uint32_t>(sent);
    world_.tcp.set_unread_elsewhere(connection_, told_unread_, now);
    world_.tcp.consume(connection_, sent, now);
    if (sent < most) break;
  }
  if (world_.tcp.at_end(connection_)) end_of_stream();
}

void Twin::discard(std::size_t bytes) {
  while (bytes > 0) {
    const ssize_t got = recv(end_.get(), world_.scratch.data(), std::min(bytes, world_.scratch.size()), MSG_DONTWAIT);
    if (got <= 0) return;
    bytes -= static_cast<std::size_t>(got);
  }
}

}  // namespace flue::daemon
