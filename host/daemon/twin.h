// Twin: one connection of a program. The program holds one end of an AF_UNIX stream, the daemon the other; this class
// copies between the daemon's end and tcp::Tcp and turns what happens on one side into what Linux shows on the other.
//
//   program --> [kernel] --> collect(): FIONREAD, recv, Tcp::write --> wire
//   wire --> Tcp::readable --> deliver(): sendmsg from the ring --> [kernel] --> program
//
// The byte that stays: AF_UNIX reports a closed peer as ECONNRESET only while that peer leaves bytes unread. So one
// byte always stays in the daemon's end: a planted one at first (the rest of the prefill of a connect, or what the
// library sends after accept), later the last byte of the data, which was peeked at and passed on. Closing that end
// (a reset, a time-out, the daemon's death) is then ECONNRESET for the program and never a clean end.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "host/base/bytes.h"
#include "host/base/log.h"
#include "host/control/twin_name.h"
#include "host/daemon/descriptor.h"
#include "host/daemon/recent_errors.h"
#include "host/daemon/socket_settings.h"
#include "host/stack/event_router.h"
#include "host/tcp/tcp.h"

namespace flue::daemon {

// Never given out twice by one daemon, and unlikely to be one of another's.
using SocketId = std::uint64_t;

// Who made a socket.
struct Owner {
  uid_t user = 0;
  pid_t process = 0;
};

class Twin;

// What a twin tells the program server.
class TwinObserver {
 public:
  virtual void on_connect_done(Twin& twin, int error) = 0;  // 0: connected
  virtual void on_accepted(Twin& twin) = 0;                 // the program took it out of the listener's queue
  virtual void on_unfinished(Twin& twin) = 0;               // go_on() is to be called soon
  virtual void on_linger_done(Twin& twin) = 0;              // all acknowledged, or the connection ended
  virtual void on_ended(Twin& twin) = 0;                    // nothing more will happen; may be deleted after the call

 protected:
  ~TwinObserver() = default;
};

// What all twins share. `scratch` is where copied bytes pass through.
struct TwinWorld {
  tcp::Tcp& tcp;
  stack::EventRouter& router;
  RecentErrors& errors;
  TwinObserver& observer;
  MutableBytes scratch;
};

class Twin final : public stack::EventHandler {
 public:
  enum class Origin : std::uint8_t { kConnect, kAccept };
  struct Setup {
    SocketId id = 0;
    Owner owner;
    Origin origin = Origin::kConnect;
    bool ipv6 = false;
    SocketId listener = 0;  // kAccept
  };

  Twin(TwinWorld& world, const Setup& setup, const SocketSettings& settings);
  ~Twin();

  // The mark for tcp::Tcp, valid from the beginning.
  [[nodiscard]] stack::OwnerId mark() const { return mark_; }
  // The connection exists and `end` is the daemon's end of its stream, with `prefilled` bytes in it.
  void start(tcp::ConnectionId connection, Descriptor end, std::size_t prefilled, TimePoint now);

  // Events of the daemon's end (EPOLLIN, EPOLLOUT, EPOLLRDHUP, EPOLLHUP), edge-triggered.
  void on_ready(std::uint32_t events, TimePoint now);
  void on_event(const tcp::Event& event, TimePoint now) override;
  // Work that was put off so that others get their turn.
  [[nodiscard]] bool has_more() const { return more_; }
  void go_on(TimePoint now);

  // The daemon cannot serve it: reset on both sides.
  void give_up(TimePoint now);

  // Takes effect after the bytes that the program wrote before. Returns an errno number.
  int set_option(flue_option name, std::int32_t value, TimePoint now);
  // The program is about to close the descriptor and to wait.
  void want_linger() { lingers_ = true; }
  // Did every copy of the program's descriptor go away?
  [[nodiscard]] bool program_gone() const;
  // Nobody waits for the last acknowledgement any more.
  void abandon_linger(TimePoint now);

  [[nodiscard]] const Setup& setup() const { return setup_; }
  [[nodiscard]] const SocketSettings& settings() const { return settings_; }
  [[nodiscard]] tcp::ConnectionId connection() const { return connection_; }
  [[nodiscard]] int descriptor() const { return end_.get(); }
  [[nodiscard]] bool ended() const { return phase_ == Phase::kEnded; }
  [[nodiscard]] bool connecting() const { return phase_ == Phase::kConnecting; }
  // Written by the program and not yet acknowledged.
  [[nodiscard]] std::uint32_t send_queue() const;
  // The first connect() after the connection was made returns 0, later ones EISCONN.
  bool take_connected_news() { return std::exchange(connected_news_, false); }

 private:
  enum class Phase : std::uint8_t {
    kConnecting,
    kOpen,
    kResetUnseen,  // reset before the program accepted: waits for its byte, so that it sees a reset
    kLingering,    // the program is gone and someone waits for the last acknowledgement
    kEnded,
  };
  // An option that takes effect when `bytes` more have been collected.
  struct Command {
    std::size_t bytes;
    flue_option name;
    std::int32_t value;
  };

  // twin_copy.cc
  void collect(TimePoint now);
  std::size_t collect_once(std::size_t most, bool last, TimePoint now);
  [[nodiscard]] std::size_t fresh_bytes();
  void deliver(TimePoint now);
  std::size_t send_to_program(const ByteSpans& data, std::size_t most);
  std::uint32_t unread_in_twin();
  void tell_unread(TimePoint now);
  void discard(std::size_t bytes);

  void note_accepted();
  void apply(flue_option name, TimePoint now);
  void on_connected(TimePoint now);
  void on_closed(tcp::CloseReason reason, TimePoint now);
  void on_program_gone(TimePoint now);
  void after_collecting(TimePoint now);
  void end_of_stream();
  void abort(TimePoint now);
  void reset_program(int error, TimePoint now);
  void end_cleanly(TimePoint now);
  void finish(TimePoint now);

  TwinWorld& world_;
  Setup setup_;
  SocketSettings settings_;
  stack::OwnerId mark_ = 0;
  tcp::ConnectionId connection_;
  Descriptor end_;
  Phase phase_ = Phase::kConnecting;

  std::size_t prefilled_ = 0;
  std::uint32_t receive_buffer_ = 0;  // what twin and ring together may hold for the program
  std::size_t delivered_ = 0;         // bytes since the program last had read everything
  std::uint32_t told_unread_ = 0;     // what Tcp knows of it
  std::deque<Command> commands_;
  bool more_ = false;
  bool accepted_ = false;  // the planted byte is there
  bool connected_news_ = false;
  bool program_finished_ = false;  // shut down its sending side, or gone
  bool gone_ = false;
  bool fin_sent_ = false;
  bool reader_stopped_ = false;  // shut down its receiving side
  bool told_end_ = false;
  bool lingers_ = false;
};

}  // namespace flue::daemon
