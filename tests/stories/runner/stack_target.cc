// The software stack as a StoryTarget: one interface on a wire that ends in two queues.
#include <fmt/format.h>

#include <deque>
#include <memory>
#include <utility>

#include "host/base/log.h"
#include "host/link/link.h"
#include "host/params/parameter_table.h"
#include "host/params/profiles.h"
#include "host/stack/stack.h"
#include "tests/stories/runner/target.h"
#include "tests/support/seed.h"

namespace flue::story {
namespace {

class QueueLink final : public Link {
 public:
  explicit QueueLink(const Setup& setup) : mtu_(setup.mtu), speed_(setup.speed) {}

  [[nodiscard]] std::uint32_t mtu() const override { return mtu_; }
  [[nodiscard]] std::optional<std::uint64_t> speed() const override { return speed_; }
  [[nodiscard]] std::optional<MacAddr> hardware_address() const override { return std::nullopt; }
  bool send(Bytes frame) override {
    sent_.emplace_back(frame.begin(), frame.end());
    return true;
  }
  Bytes receive() override { return {}; }

  std::optional<std::vector<std::byte>> take() {
    if (sent_.empty()) return std::nullopt;
    auto frame = std::move(sent_.front());
    sent_.pop_front();
    return frame;
  }

 private:
  std::uint32_t mtu_;
  std::uint64_t speed_;
  std::deque<std::vector<std::byte>> sent_;
};

Handle to_handle(tcp::ConnectionId id) { return Handle{id.generation} << 32 | id.index; }
Handle to_handle(tcp::ListenerId id) { return Handle{id.generation} << 32 | id.index; }
tcp::ConnectionId connection_id(Handle handle) {
  return {static_cast<std::uint32_t>(handle), static_cast<std::uint32_t>(handle >> 32)};
}
tcp::ListenerId listener_id(Handle handle) {
  return {static_cast<std::uint32_t>(handle), static_cast<std::uint32_t>(handle >> 32)};
}

std::string word_of(tcp::SocketError error) {
  switch (error) {
    case tcp::SocketError::kAddressInUse:
      return "address_in_use";
    case tcp::SocketError::kAddressNotAvailable:
      return "address_not_available";
    case tcp::SocketError::kNoPorts:
      return "no_ports";
    case tcp::SocketError::kPairInUse:
      return "pair_in_use";
    case tcp::SocketError::kNoRoute:
      return "no_route";
    case tcp::SocketError::kTooManyConnections:
      return "too_many_connections";
    case tcp::SocketError::kInvalid:
      return "invalid";
    case tcp::SocketError::kUnknownId:
      return "unknown_id";
  }
  return "?";
}

std::string word_of(tcp::EventKind kind) {
  switch (kind) {
    case tcp::EventKind::kAcceptable:
      return "acceptable";
    case tcp::EventKind::kConnected:
      return "connected";
    case tcp::EventKind::kReadable:
      return "readable";
    case tcp::EventKind::kWritable:
      return "writable";
    case tcp::EventKind::kPeerFinished:
      return "peer_finished";
    case tcp::EventKind::kAllAcked:
      return "all_acked";
    case tcp::EventKind::kClosed:
      return "closed";
  }
  return "?";
}

std::string word_of(tcp::CloseReason reason) {
  switch (reason) {
    case tcp::CloseReason::kNone:
      return "none";
    case tcp::CloseReason::kOrderly:
      return "orderly";
    case tcp::CloseReason::kReset:
      return "reset";
    case tcp::CloseReason::kRefused:
      return "refused";
    case tcp::CloseReason::kTimedOut:
      return "timed_out";
    case tcp::CloseReason::kUnreachable:
      return "unreachable";
    case tcp::CloseReason::kAborted:
      return "aborted";
    case tcp::CloseReason::kFinWaitLimit:
      return "fin_wait_limit";
  }
  return "?";
}

tcp::SocketOptions options_of(const SocketSettings& settings) {
  tcp::SocketOptions options;
  options.nagle = !settings.nodelay.value_or(false);
  options.keep_alive = settings.keep_alive.value_or(false);
  options.receive_buffer = settings.receive_buffer;
  options.send_buffer = settings.send_buffer;
  if (settings.keep_alive_time_ms) options.keep_alive_time = std::chrono::milliseconds(*settings.keep_alive_time_ms);
  if (settings.keep_alive_interval_ms) {
    options.keep_alive_interval = std::chrono::milliseconds(*settings.keep_alive_interval_ms);
  }
  options.keep_alive_retries = settings.keep_alive_retries;
  options.max_segment = settings.max_segment;
  options.ttl = settings.ttl;
  options.tos = settings.tos;
  return options;
}

std::uint64_t milliseconds_of(Duration time) {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

class StackTarget final : public StoryTarget {
 public:
  StackTarget(const Setup& setup, const Parameters& parameters)
      : link_(setup), random_(test::random_stream()), stack_(parameters, random_, log_) {}

  Result<void, std::string> open() {
    stack::InterfaceConfig config;
    config.name = "flue0";
    config.mac = kTargetMac;
    config.addresses = {kTargetAddress};
    config.gateways = {kGateway};
    const auto interface = stack_.add_interface(config, link_, TimePoint());
    if (!interface) return fail(fmt::format("add_interface: {}", stack::to_string(interface.error())));
    interface_ = *interface;
    return {};
  }

  void deliver(Bytes frame, TimePoint now) override { stack_.on_frame(interface_, frame, now); }
  std::optional<std::vector<std::byte>> take_frame() override { return link_.take(); }
  void poll(TimePoint now) override { stack_.poll(now); }
  [[nodiscard]] TimePoint next_deadline() override { return stack_.next_deadline(); }

  Result<Handle, std::string> listen(const Endpoint& local, const SocketSettings& settings, TimePoint now) override {
    tcp::ListenConfig config;
    config.address = local.address;
    config.port = local.port;
    config.backlog = settings.backlog;
    config.reuse_address = settings.reuse_address;
    config.options = options_of(settings);
    return tcp().listen(config, now).map([](auto id) { return to_handle(id); }).map_error([](auto error) {
      return word_of(error);
    });
  }
  void close_listener(Handle listener, TimePoint now) override { tcp().close_listener(listener_id(listener), now); }
  std::optional<Handle> accept(Handle listener) override {
    const auto id = tcp().accept(listener_id(listener), 0);
    return id ? std::optional(to_handle(*id)) : std::nullopt;
  }
  Result<Handle, std::string> connect(const Endpoint& local, const Endpoint& remote, const SocketSettings& settings,
                                      TimePoint now) override {
    tcp::ConnectConfig config;
    config.local = local;
    config.remote = remote;
    config.reuse_address = settings.reuse_address;
    config.options = options_of(settings);
    return tcp().connect(config, now).map([](auto id) { return to_handle(id); }).map_error([](auto error) {
      return word_of(error);
    });
  }

  std::size_t write(Handle connection, Bytes data, bool push, TimePoint now) override {
    return tcp().write(connection_id(connection), data, now, push);
  }
  std::vector<std::byte> read(Handle connection, std::size_t most, TimePoint now) override {
    const auto spans = tcp().readable(connection_id(connection));
    std::vector<std::byte> bytes(spans.first.begin(), spans.first.end());
    bytes.insert(bytes.end(), spans.second.begin(), spans.second.end());
    bytes.resize(std::min(most, bytes.size()));
    tcp().consume(connection_id(connection), bytes.size(), now);
    return bytes;
  }
  [[nodiscard]] std::size_t readable(Handle connection) override {
    return tcp().readable(connection_id(connection)).size();
  }
  [[nodiscard]] std::size_t writable(Handle connection) override {
    return tcp().writable_bytes(connection_id(connection));
  }
  [[nodiscard]] bool at_end(Handle connection) override { return tcp().at_end(connection_id(connection)); }
  void shutdown(Handle connection, TimePoint now) override { tcp().shutdown_send(connection_id(connection), now); }
  void close(Handle connection, TimePoint now) override { tcp().close(connection_id(connection), now); }
  void abort(Handle connection, TimePoint now) override { tcp().abort(connection_id(connection), now); }
  void close_all(TimePoint now) override { tcp().close_all(now); }
  void set(Handle connection, const SocketSettings& settings, TimePoint now) override {
    tcp().set_options(connection_id(connection), options_of(settings), now);
  }
  void set_cork(Handle connection, bool on, TimePoint now) override {
    tcp().set_cork(connection_id(connection), on, now);
  }
  void set_unread_elsewhere(Handle connection, std::uint32_t bytes, TimePoint now) override {
    tcp().set_unread_elsewhere(connection_id(connection), bytes, now);
  }

  std::vector<TargetEvent> take_events() override {
    std::vector<TargetEvent> events;
    while (const auto event = tcp().next_event()) {
      const Handle handle =
          event->kind == tcp::EventKind::kAcceptable ? to_handle(event->listener) : to_handle(event->connection);
      events.push_back({handle, word_of(event->kind), word_of(event->reason)});
    }
    return events;
  }
  [[nodiscard]] std::optional<std::string> state(const Endpoint& local, const Endpoint& remote) override {
    std::optional<std::string> state;
    tcp().for_each([&](const tcp::ConnectionInfo& info) {
      if (info.local == local && info.remote == remote) state = std::string(info.state);
    });
    return state;
  }
  [[nodiscard]] std::optional<std::uint64_t> value(Handle connection, std::string_view name) override {
    const auto info = tcp().info(connection_id(connection));
    if (!info) return std::nullopt;
    const std::pair<std::string_view, std::uint64_t> values[] = {
        {"cwnd", info->cwnd},
        {"ssthresh", info->ssthresh},
        {"snd_wnd", info->snd_wnd},
        {"rcv_wnd", info->rcv_wnd},
        {"mss", info->mss},
        {"srtt", milliseconds_of(info->srtt)},
        {"rttvar", milliseconds_of(info->rttvar)},
        {"rto", milliseconds_of(info->rto)},
        {"retransmissions", info->retransmissions},
        {"receive_queue", info->receive_queue},
        {"send_queue", info->send_queue},
    };
    for (const auto& [known, value] : values) {
      if (known == name) return value;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::uint64_t> counter(std::string_view name) override {
    for (const auto& line : stack_.counters()) {
      if (line.name == name) return line.value;
    }
    return std::nullopt;
  }

 private:
  tcp::Tcp& tcp() { return stack_.tcp(); }

  NullLog log_;
  QueueLink link_;
  SeededRandom random_;
  stack::Stack stack_;
  stack::InterfaceId interface_;
};

}  // namespace

Result<std::unique_ptr<StoryTarget>, std::string> make_stack_target(const Setup& setup) {
  const auto profile = parse_profile(setup.profile);
  if (!profile) return fail("unknown profile " + setup.profile);
  Parameters parameters = profile_parameters(*profile);
  for (const auto& [name, value, line] : setup.parameters) {
    const auto result = set_parameter(parameters, name, value);
    if (!result) return fail(fmt::format("line {}: {}; {}", line, result.error().what, result.error().advice));
  }
  if (const auto result = check_relations(parameters); !result) return fail(result.error().what);
  auto target = std::make_unique<StackTarget>(setup, parameters);
  if (const auto result = target->open(); !result) return fail(result.error());
  return target;
}

}  // namespace flue::story
