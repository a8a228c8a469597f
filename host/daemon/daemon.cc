#include "host/daemon/daemon.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <ctime>
#include <utility>

#include "host/daemon/admin_server.h"
#include "host/daemon/control_dir.h"
#include "host/daemon/notify.h"
#include "host/daemon/program_server.h"
#include "host/params/parameter_table.h"
#include "host/services/simple_services.h"

namespace flue::daemon {
namespace {

// Rounds of events in one turn of the loop, after which the ports get their turn.
constexpr int kEventRounds = 4;

// Turns of the loop in which a port showed an error and no frame, until it counts as lost.
constexpr std::uint32_t kErrorsOfALostPort = 16;

// Every program's socket takes descriptors of the daemon, and the usual soft limit is 1024.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// RFC 867 leaves the form open; this is the one of date(1).
std::string local_daytime() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  std::array<char, 64> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%a %b %e %H:%M:%S %Z %Y", &local);
  return {text.data(), length};
}

}  // namespace

Daemon::Daemon(Config config, Log& log) : config_(std::move(config)), log_(log) {}

Daemon::~Daemon() {
  servers_.clear();
  for (const Port& port : ports_) loop_.remove(port.link().descriptor());
}

std::string Daemon::at(Location where, const std::string& message) const {
  if (where.line == 0) return fmt::format("{}: {}", config_.file, message);  // a default, not in the file
  return fmt::format("{}:{}:{}: {}", config_.file, where.line, where.column, message);
}

Daemon::Started Daemon::start() {
  // In this order: a second daemon stops at the lock, before it disturbs the ports of the first.
  if (auto done = open_privileged(); !done) return done;
  if (user_) {
    if (const auto dropped = drop_privileges(*user_); !dropped) return fail(at(config_.user_where, dropped.error()));
  }
  const TimePoint now = monotonic_now();
  stack_.emplace(config_.parameters, random_, log_);
  if (auto done = add_interfaces(now); !done) return done;
  if (auto done = add_routes(); !done) return done;
  if (capture_) {
    stack_->set_frame_tap([this](stack::InterfaceId, stack::Stack::Direction, Bytes frame, TimePoint when) {
      capture_->write(frame, when);
    });
  }
  if (auto done = start_services(now); !done) return done;
  if (auto done = start_servers(now); !done) return done;
  watch_ports();
  watch_signals();
  loop_.set_deadline_source([this] { return next_deadline(); });
  loop_.set_after_batch([this](TimePoint when) { after_batch(when); });
  log_start();
  return {};
}

// Only now: a start that fails says one line and nothing else.
void Daemon::log_start() {
  for (const std::string& note : parameter_notes(config_.parameters)) log_(LogLevel::kWarning, "{}", note);
  if (geteuid() == 0) log_(LogLevel::kWarning, "flued runs as root, because {} has no `user`", config_.file);
  for (const stack::InterfaceInfo& interface : stack_->interfaces()) {
    log_(LogLevel::kInfo, "interface {}: {} at {}, mtu {}", interface.config.name, to_string(interface.config.mac),
         to_string(interface.config.addresses.front()), interface.mtu);
  }
}

Daemon::Started Daemon::open_privileged() {
  if (config_.user) {
    auto user = find_user(*config_.user);
    if (!user) return fail(at(config_.user_where, user.error()));
    user_ = std::move(*user);
  }
  raise_descriptor_limit();
  if (auto done = open_control_dir(); !done) return done;
  for (const InterfaceSettings& settings : config_.interfaces) {
    auto port = Port::open(settings);
    if (!port) return fail(at(settings.attach_where, port.error()));
    ports_.push_back(std::move(*port));
  }
  if (config_.pcap) {
    auto capture = Capture::create(*config_.pcap, log_);
    if (!capture) return fail(at(config_.pcap_where, capture.error()));
    capture_.emplace(std::move(*capture));
  }
  return {};
}

Daemon::Started Daemon::open_control_dir() {
  if (const auto prepared = prepare_control_dir(config_.control_dir, user_); !prepared) {
    return fail(at(config_.control_dir_where, prepared.error()));
  }
  auto lock = InstanceLock::take(config_.control_dir);
  if (!lock) return fail(at(config_.control_dir_where, lock.error()));
  lock_.emplace(std::move(*lock));
  return {};
}

Daemon::Started Daemon::add_interfaces(TimePoint now) {
  for (std::size_t i = 0; i < config_.interfaces.size(); ++i) {
    const InterfaceSettings& settings = config_.interfaces[i];
    stack::InterfaceConfig interface;
    interface.name = settings.name;
    interface.mac = ports_[i].mac();
    interface.addresses = settings.addresses;
    interface.gateways = settings.gateways;
    interface.mtu = settings.mtu;
    interface.speed = settings.speed;
    interface.metric = settings.metric;
    if (settings.tcp_overridden) interface.tcp = settings.tcp;
    const auto added = stack_->add_interface(interface, ports_[i].link(), now);
    if (!added) {
      return fail(at(settings.where, fmt::format("interface {}: {}; correct its addresses, gateways or mtu",
                                                 settings.name, to_string(added.error()))));
    }
  }
  return {};
}

Daemon::Started Daemon::add_routes() {
  for (const RouteSettings& route : config_.routes) {
    std::optional<stack::InterfaceId> interface;
    for (std::size_t i = 0; i < config_.interfaces.size(); ++i) {
      if (route.interface == config_.interfaces[i].name) interface = stack::InterfaceId{static_cast<std::uint32_t>(i)};
    }
    const auto added = stack_->add_route(route.destination, route.gateway, interface, route.metric);
    if (!added) {
      return fail(at(route.where, fmt::format("route {}: {}; correct or remove it", to_string(route.destination),
                                              to_string(added.error()))));
    }
  }
  return {};
}

Daemon::Started Daemon::start_services(TimePoint now) {
  if (!config_.simple_services) return {};
  services_ = std::make_unique<services::SimpleServices>(*stack_, router_, local_daytime);
  if (const auto started = services_->start(now); !started) {
    return fail(fmt::format("{}: [services] {}; set simple = false", config_.file, started.error()));
  }
  return {};
}

Daemon::Started Daemon::start_servers(TimePoint now) {
  const ProgramServer::Needs needs{loop_, *stack_, router_, config_.parameters, random_, log_};
  auto programs = std::make_unique<ProgramServer>(needs, config_.control_dir, config_.limits);
  servers_.push_back(std::make_unique<AdminServer>(
      loop_, *stack_, config_.parameters, log_, config_.control_dir,
      [owners = programs.get()](std::uint64_t mark) { return owners->process_of(mark); },
      std::vector<uid_t>{geteuid()}));
  servers_.push_back(std::move(programs));
  for (const auto& server : servers_) {
    if (const auto opened = server->open(now); !opened) return fail(at(config_.control_dir_where, opened.error()));
  }
  return {};
}

void Daemon::watch_ports() {
  port_errors_.assign(ports_.size(), 0);
  for (std::size_t i = 0; i < ports_.size(); ++i) {
    loop_.add(ports_[i].link().descriptor(), EventLoop::kRead,
              [this, i](std::uint32_t ready, TimePoint now) { on_port_ready(i, ready, now); });
  }
}

void Daemon::watch_signals() {
  for (const int number : {SIGTERM, SIGINT}) {
    loop_.on_signal(number, [this](TimePoint now) { begin_shutdown(now); });
  }
  loop_.on_signal(SIGHUP, [this](TimePoint) { reload(); });
  signal(SIGPIPE, SIG_IGN);  // a client that went away is an error of its descriptor
}

std::size_t Daemon::take_frames(std::size_t index, TimePoint now) {
  ports_[index].poll(now);
  return stack_->receive(stack::InterfaceId{static_cast<std::uint32_t>(index)}, kFramesPerTurn, now);
}

void Daemon::on_port_ready(std::size_t index, std::uint32_t ready, TimePoint now) {
  const std::size_t frames = take_frames(index, now);
  // Only an error makes a port writable that was not asked about writing. Reading clears passing ones (the interface
  // went down); what stays would keep the loop busy for ever.
  const bool error = (ready & EventLoop::kWrite) != 0 && frames == 0;
  port_errors_[index] = error ? port_errors_[index] + 1 : 0;
  if (port_errors_[index] < kErrorsOfALostPort) return;
  loop_.remove(ports_[index].link().descriptor());
  log_(LogLevel::kError, "interface {}: its port is gone; restart flued when it is back",
       config_.interfaces[index].name);
}

void Daemon::after_batch(TimePoint now) {
  for (std::size_t i = 0; i < ports_.size(); ++i) {
    if (ports_[i].next_deadline() <= now) take_frames(i, now);  // held back by a bad wire
  }
  stack_->poll(now);
  more_events_ = true;
  for (int round = 0; round < kEventRounds && more_events_; ++round) {
    // What a server does may cause the next event at once, on a loopback connection for example.
    more_events_ = router_.dispatch(stack_->tcp(), now) > 0;
    for (const auto& server : servers_) server->after_batch(now);
  }
  if (capture_) capture_->flush();
  if (closing_ && (stack_->tcp().finished() || now >= closing_deadline_)) {
    if (!stack_->tcp().finished()) log_(LogLevel::kWarning, "some peers did not finish in time");
    loop_.stop();
  }
}

TimePoint Daemon::next_deadline() const {
  if (more_events_) return TimePoint::min();
  TimePoint earliest = std::min(stack_->next_deadline(), closing_deadline_);
  for (const Port& port : ports_) earliest = std::min(earliest, port.next_deadline());
  for (const auto& server : servers_) earliest = std::min(earliest, server->next_deadline());
  return earliest;
}

void Daemon::begin_shutdown(TimePoint now) {
  if (closing_) return;
  closing_ = true;
  closing_deadline_ = now + kClosingTime;
  log_(LogLevel::kInfo, "stopping");
  notify_stopping();
  for (const auto& server : servers_) server->begin_shutdown(now);
  stack_->tcp().close_all(now);
}

void Daemon::reload() {
  notify_reloading();
  const auto fresh = read_config(config_.file);
  if (!fresh) {
    log_(LogLevel::kError, "nothing was reloaded: {}", to_line(fresh.error(), config_.file));
  } else {
    log_.set_level(fresh->log_level);
    config_.log_level = fresh->log_level;
    log_(LogLevel::kInfo, "reloaded {}: log level is now {}", config_.file, to_string(fresh->log_level));
    for (const std::string_view section : changed_sections(config_, *fresh)) {
      log_(LogLevel::kWarning, "{} changed in {}: restart flued for it to act", section, config_.file);
    }
  }
  notify_ready();
}

void Daemon::run() {
  loop_.run();
  log_(LogLevel::kInfo, "stopped");
}

}  // namespace flue::daemon
