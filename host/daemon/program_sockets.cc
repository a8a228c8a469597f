#include "host/daemon/program_sockets.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "host/control/codec.h"
#include "host/daemon/errno_of.h"

namespace flue::daemon {
namespace {

constexpr std::size_t kScratchBytes = 256 * 1024;
constexpr int kEventsAtOnce = 256;
constexpr int kPortTries = 64;

bool overlap(const Endpoint& a, const Endpoint& b) {
  return a.port == b.port && (a.address == b.address || a.address.is_any() || b.address.is_any());
}

flue_twin_name make_name(char kind, bool ipv6, SocketId id, const Endpoint& local, const Endpoint& remote) {
  return {kind, ipv6 ? '6' : '4', 'p', id, control::from_endpoint(local), control::from_endpoint(remote)};
}

ProgramSockets::Made failed(int error) {
  ProgramSockets::Made made;
  made.error = error;
  return made;
}

}  // namespace

ProgramSockets::ProgramSockets(const Needs& needs, ProgramLimits& limits, std::uint32_t instance)
    : needs_(needs),
      limits_(limits),
      instance_(instance),
      scratch_(kScratchBytes),
      world_{needs.tcp, needs.router, errors_, *this, scratch_},
      epoll_(epoll_create1(EPOLL_CLOEXEC)) {}

ProgramSockets::~ProgramSockets() = default;

Result<void, std::string> ProgramSockets::open(const std::string& listener_directory, TimePoint now) {
  if (auto opened = diagnosis_.open(); !opened) return opened;
  if (auto opened = directory_.open(listener_directory); !opened) return opened;
  for (const flue_twin_name& name : directory_.names()) adopt(name, now);
  next_liveness_ = now + kLivenessPeriod;
  return {};
}

// --- Making sockets -------------------------------------------------------------------------------------------------

Usage ProgramSockets::usage_of(const SocketSettings& settings) { return {1, settings.buffer_bytes(), 0, 0, 0}; }

bool ProgramSockets::is_bound(const Endpoint& local, bool reuse) const {
  return std::any_of(bound_.begin(), bound_.end(), [&](const auto& entry) {
    const Bound& other = entry.second;
    const bool both = reuse && other.settings.reuse_address();
    return !both && overlap(local, control::to_endpoint(other.name.local));
  });
}

// Port 0: one that neither Tcp nor a bound socket uses.
Result<Endpoint, int> ProgramSockets::choose_local(const Endpoint& local, bool reuse, TimePoint now) {
  for (int attempt = 0; attempt < kPortTries; ++attempt) {
    const auto checked = needs_.tcp.check_bind(local, reuse, now);
    if (!checked) return fail(errno_of_bind(checked.error()));
    if (!is_bound(*checked, reuse)) return *checked;
    if (local.port.number() != 0) break;
  }
  return fail(EADDRINUSE);
}

ProgramSockets::Made ProgramSockets::bind(const Asker& asker, const Endpoint& wanted, TimePoint now) {
  if (asker.existing) return failed(EINVAL);
  if (!limits_.may_use_port(asker.owner.user, wanted.port)) return failed(EACCES);
  SocketSettings settings(needs_.parameters);
  settings.set_all(asker.options);
  free_port(wanted.port, now);
  const auto local = choose_local(wanted, settings.reuse_address(), now);
  if (!local) return failed(local.error());
  Usage usage = usage_of(settings);
  usage.ports = 1;
  if (!limits_.take(asker.owner.user, usage)) return failed(ENOBUFS);
  Made made;
  made.local = *local;
  made.id = new_id();
  const flue_twin_name name = make_name('b', asker.ipv6, made.id, *local, {});
  auto socket = make_bound_socket(name);
  if (!socket) {
    limits_.give_back(asker.owner.user, usage);
    return failed(ENOBUFS);
  }
  made.descriptor = std::move(*socket);
  const SocketMark mark{static_cast<std::uint32_t>(socket_inode(made.descriptor.get())), 0};
  bound_.emplace(made.id, Bound{name, asker.owner, mark, settings});
  return made;
}

ProgramSockets::Made ProgramSockets::listen(const Asker& asker, const Endpoint& wanted, std::int32_t backlog,
                                            TimePoint now) {
  const std::uint32_t most = std::max(needs_.parameters.tcp.max_backlog, 1u);
  // Linux takes a negative backlog for a large one.
  const std::uint32_t asked = backlog < 0 ? most : std::max(static_cast<std::uint32_t>(backlog), 1u);
  const std::uint32_t in_force = std::min(asked, most);
  SocketSettings settings(needs_.parameters);
  settings.set_all(asker.options);
  Endpoint local = wanted;
  bool ipv6 = asker.ipv6;
  Bound* bound = nullptr;
  if (asker.existing) {
    if (TwinListener* listener = find_listener(*asker.existing)) return listen_again(asker, *listener, in_force);
    bound = find_bound(*asker.existing);
    if (bound == nullptr) return failed(EINVAL);
    local = control::to_endpoint(bound->name.local);
    settings = bound->settings;
    ipv6 = bound->name.family == '6';
  }
  if (!limits_.may_use_port(asker.owner.user, local.port)) return failed(EACCES);
  free_port(local.port, now);
  Usage usage = usage_of(settings);
  usage.ports = 1;
  if (bound != nullptr) limits_.give_back(bound->owner.user, usage);
  if (!limits_.take(asker.owner.user, usage)) {
    if (bound != nullptr) limits_.take(bound->owner.user, usage);
    return failed(ENOBUFS);
  }
  const auto give_up = [&](int error) {
    limits_.give_back(asker.owner.user, usage);
    if (bound != nullptr) limits_.take(bound->owner.user, usage);
    return failed(error);
  };
  auto listener = std::make_unique<TwinListener>(needs_.tcp, needs_.router, *this, settings);
  const auto listening = listener->listen(local, in_force, now);
  if (!listening) return give_up(errno_of_bind(listening.error()));
  Made made;
  made.local = *listening;
  made.id = new_id();
  made.backlog = in_force;
  const flue_twin_name name = make_name('l', ipv6, made.id, *listening, {});
  auto socket = directory_.listen(name);
  if (!socket) {
    listener->stop(now);
    return give_up(ENOBUFS);
  }
  made.descriptor = std::move(*socket);
  listener->set_setup({name, asker.owner, {static_cast<std::uint32_t>(socket_inode(made.descriptor.get())), 0}});
  processes_[listener->mark()] = asker.owner.process;
  listeners_.emplace(made.id, std::move(listener));
  if (bound != nullptr) bound_.erase(asker.existing->name.id);
  needs_.log(LogLevel::kDebug, "programs: {} listens on {}, backlog {}", asker.owner.process, to_string(*listening),
             in_force);
  return made;
}

ProgramSockets::Made ProgramSockets::listen_again(const Asker&, TwinListener& listener, std::uint32_t backlog) {
  listener.set_backlog(backlog);
  Made made;
  made.local = control::to_endpoint(listener.setup().name.local);
  made.id = listener.id();
  made.backlog = backlog;
  return made;
}

ProgramSockets::Made ProgramSockets::connect(const Asker& asker, const Endpoint& remote, TimePoint now) {
  SocketSettings settings(needs_.parameters);
  settings.set_all(asker.options);
  Endpoint local;
  if (!asker.existing) return start_connect(asker, local, remote, settings, now);
  Asker known = asker;
  known.ipv6 = asker.existing->name.family == '6';
  if (asker.existing->name.kind == 'l') return failed(EISCONN);
  if (asker.existing->name.kind == 'c') {
    if (find_twin(*asker.existing) != nullptr) return failed(EISCONN);
    return start_connect(known, local, remote, settings, now);  // after a failed attempt
  }
  const Bound* bound = find_bound(*asker.existing);
  if (bound == nullptr) return failed(EINVAL);
  local = control::to_endpoint(bound->name.local);
  Made made = start_connect(known, local, remote, bound->settings, now);
  if (made.error == 0) remove_bound(asker.existing->name.id);
  return made;
}

ProgramSockets::Made ProgramSockets::start_connect(const Asker& asker, const Endpoint& local, const Endpoint& remote,
                                                   const SocketSettings& settings, TimePoint now) {
  if (remote.port.number() == 0) return failed(ECONNREFUSED);
  Usage usage = usage_of(settings);
  usage.half_open = 1;
  if (!limits_.take(asker.owner.user, usage)) return failed(ENOBUFS);
  const auto give_up = [&](int error) {
    limits_.give_back(asker.owner.user, usage);
    return failed(error);
  };
  auto pair = make_twin_pair();
  if (!pair) return give_up(ENOBUFS);
  const SocketId id = new_id();
  auto twin =
      std::make_unique<Twin>(world_, Twin::Setup{id, asker.owner, Twin::Origin::kConnect, asker.ipv6, 0}, settings);
  tcp::ConnectConfig config;
  config.local = local;
  config.remote = remote;
  config.reuse_address = settings.reuse_address();
  config.owner = twin->mark();
  config.options = settings.tcp();
  const auto connection = needs_.tcp.connect(config, now);
  if (!connection) return give_up(errno_of(connection.error()));
  Made made;
  made.local = needs_.tcp.info(*connection)->local;
  made.id = id;
  if (!name_twin_pair(*pair, make_name('c', asker.ipv6, id, made.local, remote))) {
    needs_.tcp.abort(*connection, now);
    return give_up(ENOBUFS);
  }
  const std::size_t prefilled = prefill(*pair);
  twin->start(*connection, std::move(pair->daemons), prefilled, now);
  made.descriptor = std::move(pair->programs);
  processes_[twin->mark()] = asker.owner.process;
  Twin& started = *twin;
  twins_.emplace(id, std::move(twin));
  if (!watch(started.descriptor(), id)) started.give_up(now);
  return made;
}

bool ProgramSockets::watch(int descriptor, SocketId id) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.u64 = id;
  return epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event) == 0;
}

// --- Accepting ------------------------------------------------------------------------------------------------------

void ProgramSockets::on_acceptable(TwinListener& listener, TimePoint now) {
  while (hand_over(listener, now)) {
  }
}

// Connects to the program's listening socket on behalf of the peer. False: nothing (more) to hand over.
bool ProgramSockets::hand_over(TwinListener& listener, TimePoint now) {
  const SocketId id = new_id();
  const bool ipv6 = listener.setup().name.family == '6';
  auto twin = std::make_unique<Twin>(
      world_, Twin::Setup{id, listener.setup().owner, Twin::Origin::kAccept, ipv6, listener.id()}, listener.settings());
  const auto connection = listener.take(twin->mark());
  if (!connection) return false;
  const uid_t user = listener.setup().owner.user;
  const Usage usage = usage_of(listener.settings());
  if (!limits_.take(user, usage)) {
    needs_.tcp.abort(*connection, now);
    return true;
  }
  const auto info = needs_.tcp.info(*connection);
  flue_twin_name name = make_name('c', ipv6, id, info->local, info->remote);
  name.end = 'd';
  auto end = directory_.connect(listener.setup().name, name);
  if (!end) {
    limits_.give_back(user, usage);
    needs_.tcp.abort(*connection, now);
    if (end.error() != ECONNREFUSED && end.error() != ENOENT) return true;
    next_liveness_ = now;  // nobody has the listener any more
    return false;
  }
  Twin& started = *twin;
  twins_.emplace(id, std::move(twin));
  processes_[started.mark()] = listener.setup().owner.process;
  listener.one_handed_over();
  started.start(*connection, std::move(*end), 0, now);
  if (started.descriptor() >= 0 && !watch(started.descriptor(), id)) started.give_up(now);
  return true;
}

void ProgramSockets::on_accepted(Twin& twin) {
  const auto listener = listeners_.find(twin.setup().listener);
  if (listener == listeners_.end()) return;
  listener->second->one_less();
  waiting_listeners_.push_back(listener->first);
}

// --- Events of twins ------------------------------------------------------------------------------------------------

void ProgramSockets::on_connect_done(Twin& twin, int error) {
  limits_.give_back(twin.setup().owner.user, {0, 0, 1, 0, 0});
  needs_.observer.on_connect_done(twin.setup().id, error);
}

void ProgramSockets::on_linger_done(Twin& twin) { needs_.observer.on_linger_done(twin.setup().id); }

void ProgramSockets::on_ended(Twin& twin) { ended_.push_back(twin.setup().id); }

void ProgramSockets::on_ready(TimePoint now) {
  std::array<epoll_event, kEventsAtOnce> events{};
  const int count = epoll_wait(epoll_.get(), events.data(), kEventsAtOnce, 0);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    const SocketId id = event.data.u64;  // a copy: the structure is packed
    const auto twin = twins_.find(id);
    if (twin != twins_.end()) {
      twin->second->on_ready(event.events, now);
    } else if (const auto found = relays_.find(id); found != relays_.end()) {
      relay(id, found->second);
    } else if (const auto listener = listeners_.find(id); listener != listeners_.end()) {
      accept_from_kernel(*listener->second);
    }
  }
}

void ProgramSockets::poll(TimePoint now) {
  for (const SocketId id : std::exchange(unfinished_, {})) {
    const auto twin = twins_.find(id);
    if (twin != twins_.end()) twin->second->go_on(now);
    if (const auto found = relays_.find(id); found != relays_.end()) relay(id, found->second);
  }
  for (const SocketId id : std::exchange(waiting_listeners_, {})) {
    const auto listener = listeners_.find(id);
    if (listener != listeners_.end()) on_acceptable(*listener->second, now);
  }
  for (const SocketId id : std::exchange(ended_, {})) {
    const auto twin = twins_.find(id);
    if (twin == twins_.end()) continue;
    limits_.give_back(twin->second->setup().owner.user, usage_of(twin->second->settings()));
    processes_.erase(twin->second->mark());
    twins_.erase(twin);
  }
  if (now >= next_liveness_) check_liveness(now);
}

void ProgramSockets::begin_shutdown(TimePoint now) {
  for (const auto& [id, twin] : twins_) {
    do {
      twin->go_on(now);
    } while (twin->has_more());
  }
}

TimePoint ProgramSockets::next_deadline() const {
  if (!unfinished_.empty() || !ended_.empty() || !waiting_listeners_.empty()) return TimePoint::min();
  return listeners_.empty() && bound_.empty() ? kNever : next_liveness_;
}

std::optional<std::int64_t> ProgramSockets::process_of(stack::OwnerId mark) const {
  const auto found = processes_.find(mark);
  if (found == processes_.end()) return std::nullopt;
  return found->second;
}

}  // namespace flue::daemon
