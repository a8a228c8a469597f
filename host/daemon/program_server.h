// ProgramServer: the daemon's side of `flue run`. Programs reach it over <control_dir>/programs.sock (0660, so that the
// group of the daemon's user may) and their sockets live in <control_dir>/listeners and in abstract names. Every
// program is taken for hostile: it can only spend its own user's limits and hurt its own sockets.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "host/base/log.h"
#include "host/base/random.h"
#include "host/daemon/config.h"
#include "host/daemon/event_loop.h"
#include "host/daemon/program_channel.h"
#include "host/daemon/program_limits.h"
#include "host/daemon/program_sockets.h"
#include "host/daemon/server.h"
#include "host/stack/event_router.h"
#include "host/stack/stack.h"

namespace flue::daemon {

class ProgramServer final : public Server, private SocketsObserver {
 public:
  // How long a program that asks too much waits before it is heard again.
  static constexpr Duration kPause = std::chrono::milliseconds(10);

  struct Needs {
    EventLoop& loop;
    stack::Stack& stack;
    stack::EventRouter& router;
    const Parameters& parameters;
    Random& random;
    Log& log;
  };
  ProgramServer(const Needs& needs, std::string control_dir, const Limits& limits);
  ~ProgramServer() override;

  Result<void, std::string> open(TimePoint now) override;
  void after_batch(TimePoint now) override;
  [[nodiscard]] TimePoint next_deadline() const override;
  void begin_shutdown(TimePoint now) override;

  // The process behind a mark of tcp::ConnectionInfo::owner.
  [[nodiscard]] std::optional<std::int64_t> process_of(std::uint64_t mark) const { return sockets_.process_of(mark); }

 private:
  using ChannelId = std::uint64_t;
  struct Channel {
    ProgramChannel records;
    std::vector<SocketId> waits_for;  // connects and lingers whose second reply goes here
    bool paused = false;
  };
  struct Waiter {
    ChannelId channel = 0;
    std::uint32_t op = 0;
    std::uint32_t serial = 0;
  };

  void accept_channels(TimePoint now);
  void on_channel_ready(ChannelId id, TimePoint now);
  void drop(ChannelId id, TimePoint now);
  void resume(TimePoint now);

  // program_requests.cc. False: the channel is to be dropped.
  bool handle(ChannelId id, Channel& channel, const flue_request& request, Descriptor passed, TimePoint now);
  bool answer_made(ChannelId id, Channel& channel, const flue_request& request, ProgramSockets::Made made,
                   std::uint32_t flags);
  int call_on_socket(const TwinIdentity& socket, const flue_request& request, flue_reply& reply, TimePoint now);
  bool connect_again(ChannelId id, Channel& channel, const flue_request& request, const TwinIdentity& socket,
                     TimePoint now);
  bool linger(ChannelId id, Channel& channel, const flue_request& request, TimePoint now);
  void wait_for(ChannelId id, Channel& channel, SocketId socket, const flue_request& request);
  bool answer_waiter(SocketId socket, int error);

  void on_connect_done(SocketId socket, int error) override;
  void on_linger_done(SocketId socket) override { answer_waiter(socket, 0); }

  Needs needs_;
  std::string control_dir_;
  ProgramLimits limits_;
  ProgramSockets sockets_;
  Descriptor listener_;
  ChannelId last_channel_ = 0;
  std::unordered_map<ChannelId, Channel> channels_;
  std::unordered_map<SocketId, Waiter> waiters_;
  std::unordered_map<ChannelId, SocketId> lingering_;  // asked for by FLUE_OP_LINGER on that channel
  std::vector<ChannelId> paused_;
  TimePoint resume_at_ = kNever;
};

}  // namespace flue::daemon
