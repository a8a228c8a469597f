#include "host/daemon/program_server.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace flue::daemon {
namespace {

constexpr int kRequestsPerTurn = 16;
constexpr int kChannelQueue = 512;

}  // namespace

ProgramServer::ProgramServer(const Needs& needs, std::string control_dir, const Limits& limits)
    : needs_(needs),
      control_dir_(std::move(control_dir)),
      limits_(limits),
      sockets_({needs.stack.tcp(), needs.router, needs.parameters, needs.log, *this}, limits_,
               static_cast<std::uint32_t>(needs.random.next())) {}

ProgramServer::~ProgramServer() {
  needs_.loop.remove(sockets_.descriptor());
  for (const auto& [id, channel] : channels_) needs_.loop.remove(channel.records.descriptor());
  if (!listener_) return;
  needs_.loop.remove(listener_.get());
  unlink((control_dir_ + "/" FLUE_CONTROL_SOCKET).c_str());
}

Result<void, std::string> ProgramServer::open(TimePoint now) {
  const std::string path = control_dir_ + "/" FLUE_CONTROL_SOCKET;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return fail(fmt::format("{} is too long for a socket; shorten control_dir", path));
  }
  std::memcpy(address.sun_path, path.c_str(), path.size());
  if (auto opened = sockets_.open(control_dir_ + "/listeners", now); !opened) return opened;
  unlink(path.c_str());  // of a daemon that was killed
  Descriptor listener(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (!listener || bind(listener.get(), generic, sizeof(address)) != 0 || chmod(path.c_str(), 0660) != 0 ||
      listen(listener.get(), kChannelQueue) != 0) {
    return fail(fmt::format("{} cannot be made: {}; give flued a control_dir it may write to", path, strerror(errno)));
  }
  listener_ = std::move(listener);
  needs_.loop.add(listener_.get(), EventLoop::kRead, [this](std::uint32_t, TimePoint when) { accept_channels(when); });
  needs_.loop.add(sockets_.descriptor(), EventLoop::kRead,
                  [this](std::uint32_t, TimePoint when) { sockets_.on_ready(when); });
  return {};
}

void ProgramServer::after_batch(TimePoint now) {
  sockets_.poll(now);
  if (now >= resume_at_) resume(now);
}

TimePoint ProgramServer::next_deadline() const { return std::min(sockets_.next_deadline(), resume_at_); }

void ProgramServer::begin_shutdown(TimePoint now) {
  sockets_.begin_shutdown(now);
  if (!listener_) return;
  needs_.loop.remove(listener_.get());
  listener_.reset();
  unlink((control_dir_ + "/" FLUE_CONTROL_SOCKET).c_str());
}

// --- Channels -------------------------------------------------------------------------------------------------------

void ProgramServer::accept_channels(TimePoint) {
  for (int i = 0; i < kRequestsPerTurn; ++i) {
    Descriptor fresh(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!fresh) return;
    ProgramChannel records(std::move(fresh));
    if (!limits_.take(records.peer().user, {0, 0, 0, 0, 1})) continue;
    const ChannelId id = ++last_channel_;
    const int descriptor = records.descriptor();
    channels_.emplace(id, Channel{std::move(records), {}, false});
    needs_.loop.add(descriptor, EventLoop::kRead,
                    [this, id](std::uint32_t, TimePoint when) { on_channel_ready(id, when); });
  }
}

void ProgramServer::on_channel_ready(ChannelId id, TimePoint now) {
  const auto found = channels_.find(id);
  if (found == channels_.end()) return;
  Channel& channel = found->second;
  if (channel.paused) return drop(id, now);  // nothing was asked for: the program hung up
  for (int i = 0; i < kRequestsPerTurn; ++i) {
    if (!limits_.take_request(channel.records.peer().user, now)) {
      channel.paused = true;
      needs_.loop.modify(channel.records.descriptor(), 0);
      paused_.push_back(id);
      resume_at_ = std::min(resume_at_, now + kPause);
      return;
    }
    flue_request request{};
    Descriptor passed;
    const auto got = channel.records.receive(request, passed);
    if (got == ProgramChannel::Got::kNothing) return;
    if (got == ProgramChannel::Got::kGone || !handle(id, channel, request, std::move(passed), now))
      return drop(id, now);
  }
}

void ProgramServer::resume(TimePoint) {
  resume_at_ = kNever;
  for (const ChannelId id : std::exchange(paused_, {})) {
    const auto found = channels_.find(id);
    if (found == channels_.end()) continue;
    found->second.paused = false;
    needs_.loop.modify(found->second.records.descriptor(), EventLoop::kRead);
  }
}

void ProgramServer::drop(ChannelId id, TimePoint now) {
  const auto found = channels_.find(id);
  if (found == channels_.end()) return;
  for (const SocketId socket : found->second.waits_for) {
    const auto waiter = waiters_.find(socket);
    if (waiter == waiters_.end() || waiter->second.channel != id) continue;
    const bool lingers = waiter->second.op == FLUE_OP_LINGER_WAIT;
    waiters_.erase(waiter);
    if (lingers) sockets_.abandon_linger(socket, now);
  }
  lingering_.erase(id);
  limits_.give_back(found->second.records.peer().user, {0, 0, 0, 0, 1});
  needs_.loop.remove(found->second.records.descriptor());
  channels_.erase(found);
}

}  // namespace flue::daemon
