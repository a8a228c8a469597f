#include "host/daemon/twin.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "host/daemon/errno_of.h"
#include "host/daemon/twin_socket.h"

namespace flue::daemon {

Twin::Twin(TwinWorld& world, const Setup& setup, const SocketSettings& settings)
    : world_(world),
      setup_(setup),
      settings_(settings),
      mark_(world.router.add(*this)),
      accepted_(setup.origin == Origin::kConnect) {}

Twin::~Twin() { world_.router.remove(mark_); }

void Twin::start(tcp::ConnectionId connection, Descriptor end, std::size_t prefilled, TimePoint now) {
  connection_ = connection;
  end_ = std::move(end);
  prefilled_ = prefilled;
  // Urgent data of AF_UNIX come in line, whatever a program does without the library.
  const int on = 1;
  setsockopt(end_.get(), SOL_SOCKET, SO_OOBINLINE, &on, sizeof(on));
  if (setup_.origin == Origin::kAccept) on_connected(now);
}

// --- From the program -----------------------------------------------------------------------------------------------

void Twin::on_ready(std::uint32_t events, TimePoint now) {
  if (!end_) return;
  if ((events & EPOLLRDHUP) != 0) program_finished_ = true;
  if ((events & EPOLLHUP) != 0) gone_ = program_finished_ = true;
  if (gone_ && phase_ == Phase::kConnecting) world_.observer.on_connect_done(*this, ECONNABORTED);
  if (gone_ && (phase_ == Phase::kConnecting || phase_ == Phase::kResetUnseen)) return end_cleanly(now);
  if (phase_ == Phase::kResetUnseen) {
    if (fresh_bytes() > 0 || accepted_) finish(now);
    return;
  }
  if (gone_ && phase_ == Phase::kOpen) on_program_gone(now);
  if (phase_ != Phase::kOpen) return;
  if ((events & EPOLLOUT) != 0 && !gone_) {
    tell_unread(now);
    deliver(now);
  }
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP)) != 0) collect(now);
}

// Every copy of the descriptor is closed, or both directions are shut down. What the program wrote is still sent,
// unless it left something unread or asked for a reset.
void Twin::on_program_gone(TimePoint now) {
  const bool left_unread = take_socket_error(end_.get()) == ECONNRESET || !world_.tcp.readable(connection_).empty();
  if (left_unread || settings_.linger() == 0) return abort(now);
  told_unread_ = 0;
  delivered_ = 0;
  world_.tcp.set_unread_elsewhere(connection_, 0, now);
}

void Twin::after_collecting(TimePoint now) {
  if (gone_) return end_cleanly(now);
  if (program_finished_ && !fin_sent_) {
    fin_sent_ = true;
    world_.tcp.shutdown_send(connection_, now);
  }
}

// Out of the listener's queue, by accept() or because the listener is gone.
void Twin::note_accepted() {
  if (accepted_) return;
  accepted_ = true;
  world_.observer.on_accepted(*this);
}

void Twin::go_on(TimePoint now) { collect(now); }

bool Twin::program_gone() const {
  if (!end_ || gone_) return true;
  pollfd state{end_.get(), 0, 0};
  return ::poll(&state, 1, 0) == 1 && (state.revents & POLLHUP) != 0;
}

std::uint32_t Twin::send_queue() const {
  std::size_t queued = 0;
  if (end_) queued = std::max<std::size_t>(queued_bytes(end_.get()), 1) - 1;
  if (connecting()) queued -= std::min(queued, std::max<std::size_t>(prefilled_, 1) - 1);
  const auto info = world_.tcp.info(connection_);
  return static_cast<std::uint32_t>(queued) + (info ? info->send_queue : 0);
}

// --- Options --------------------------------------------------------------------------------------------------------

int Twin::set_option(flue_option name, std::int32_t value, TimePoint now) {
  const int error = settings_.set(name, value);
  if (error != 0) return error;
  collect(now);
  std::size_t ahead = phase_ == Phase::kOpen && end_ ? fresh_bytes() : 0;
  for (const Command& command : commands_) ahead -= std::min(ahead, command.bytes);
  if (ahead == 0 && commands_.empty()) {
    apply(name, now);
  } else {
    commands_.push_back({ahead, name, value});
  }
  return 0;
}

void Twin::apply(flue_option name, TimePoint now) {
  if (!connection_) return;
  if (name == FLUE_OPTION_CORK) {
    world_.tcp.set_cork(connection_, settings_.cork(), now);
  } else if (name != FLUE_OPTION_LINGER && name != FLUE_OPTION_REUSE_ADDRESS) {
    world_.tcp.set_options(connection_, settings_.tcp(), now);
    if (name == FLUE_OPTION_RECEIVE_BUFFER) receive_buffer_ = settings_.receive_buffer().value_or(receive_buffer_);
  }
}

// --- From the wire --------------------------------------------------------------------------------------------------

void Twin::on_event(const tcp::Event& event, TimePoint now) {
  switch (event.kind) {
    case tcp::EventKind::kConnected:
      return on_connected(now);
    case tcp::EventKind::kReadable:
    case tcp::EventKind::kPeerFinished:
      return deliver(now);
    case tcp::EventKind::kWritable:
      return collect(now);
    case tcp::EventKind::kAllAcked:
      if (phase_ == Phase::kLingering) finish(now);
      return;
    case tcp::EventKind::kClosed:
      return on_closed(event.reason, now);
    case tcp::EventKind::kAcceptable:
      return;
  }
}

void Twin::on_connected(TimePoint now) {
  if (phase_ != Phase::kConnecting) return;
  phase_ = Phase::kOpen;
  const auto info = world_.tcp.info(connection_);
  receive_buffer_ = settings_.receive_buffer().value_or(info ? info->rcv_wnd + info->receive_queue : 65535);
  // Every piece that the program reads should be an event: the kernel tells of one only below a quarter of the limit.
  const int limit = static_cast<int>(std::min(receive_buffer_, 1u << 20) * 2);
  setsockopt(end_.get(), SOL_SOCKET, SO_SNDBUF, &limit, sizeof(limit));
  if (settings_.cork()) world_.tcp.set_cork(connection_, true, now);
  if (setup_.origin == Origin::kConnect) {
    connected_news_ = true;
    discard(prefilled_ - 1);
    world_.observer.on_connect_done(*this, 0);
  }
  deliver(now);
  collect(now);
}

void Twin::end_of_stream() {
  if (told_end_) return;
  told_end_ = true;
  ::shutdown(end_.get(), SHUT_WR);
}

void Twin::on_closed(tcp::CloseReason reason, TimePoint now) {
  if (phase_ == Phase::kLingering || phase_ == Phase::kEnded) return finish(now);
  const bool was_connecting = phase_ == Phase::kConnecting;
  deliver(now);
  const bool orderly = reason == tcp::CloseReason::kOrderly || reason == tcp::CloseReason::kNone;
  if (orderly && !was_connecting) {
    // Both sides have finished. Bytes that the twin has no room for yet keep the connection in Tcp.
    if (told_end_) end_cleanly(now);
    return;
  }
  const int error = errno_of(reason);
  reset_program(error, now);
  if (was_connecting) world_.observer.on_connect_done(*this, error);
}

// --- The end --------------------------------------------------------------------------------------------------------

void Twin::abort(TimePoint now) {
  world_.tcp.abort(connection_, now);
  connection_ = {};
  note_accepted();
  finish(now);
}

void Twin::give_up(TimePoint now) {
  if (phase_ == Phase::kConnecting) world_.observer.on_connect_done(*this, ENOBUFS);
  abort(now);
}

// The program sees ECONNRESET, because a byte stays unread; SO_ERROR tells the error.
void Twin::reset_program(int error, TimePoint now) {
  world_.errors.add(setup_.id, error, now);
  world_.tcp.close(connection_, now);
  connection_ = {};
  if (accepted_) return finish(now);
  phase_ = Phase::kResetUnseen;
  on_ready(EPOLLIN, now);
}

// The program needs nothing more from its descriptor, or has none: no byte may stay unread.
void Twin::end_cleanly(TimePoint now) {
  note_accepted();
  discard(queued_bytes(end_.get()));
  end_.reset();
  const auto info = world_.tcp.info(connection_);
  if (lingers_ && info && info->state != "CLOSED") {
    phase_ = Phase::kLingering;
    world_.tcp.shutdown_send(connection_, now);
  } else {
    finish(now);
  }
}

void Twin::abandon_linger(TimePoint now) {
  lingers_ = false;
  if (phase_ == Phase::kLingering) finish(now);
}

void Twin::finish(TimePoint now) {
  if (phase_ == Phase::kEnded) return;
  phase_ = Phase::kEnded;
  end_.reset();
  if (connection_) world_.tcp.close(std::exchange(connection_, {}), now);
  if (lingers_) world_.observer.on_linger_done(*this);
  world_.observer.on_ended(*this);
}

}  // namespace flue::daemon
