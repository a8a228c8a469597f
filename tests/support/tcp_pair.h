// Two Tcp objects joined by a wire in virtual time: delay, loss, reordering, duplication and a filter, all from one
// seed. Segments travel as values; headers and checksums are the Stack's business and tested there.
//
//   TcpPair net({.client = profile_parameters(ProfileName::kWin2003)});
//   auto listener = net.server.listen(80);
//   auto id = net.client.connect(80);
//   net.run_for(1s);
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "host/base/log.h"
#include "host/base/random.h"
#include "host/params/profiles.h"
#include "host/tcp/tcp.h"

namespace flue::test {

// A segment that owns its payload, as it travels and as the trace keeps it.
struct Flight {
  TimePoint at;              // when it left (trace) or arrives (wire)
  std::uint64_t number = 0;  // order of leaving
  tcp::SegmentIn segment;    // as the receiver sees it, payload unset
  std::vector<std::byte> payload;
  std::uint8_t ttl = 0;
  std::uint8_t tos = 0;
};

struct WireRules {
  Duration delay = std::chrono::milliseconds(1);
  double loss = 0;     // share of segments, 0..1
  double reorder = 0;  // share that is held back by up to `reorder_by`
  Duration reorder_by = std::chrono::milliseconds(2);
  double duplicate = 0;  // share that arrives twice
  std::uint64_t seed = 1;
  // Bits per second each way; 0: unlimited. A queue that would wait longer than `queue` drops.
  std::uint64_t rate = 0;
  Duration queue = std::chrono::milliseconds(50);
};

class TcpPair;

// One side: the Network below its Tcp, and short forms of the calls that tests make most.
class TcpHost final : public tcp::Network {
 public:
  TcpHost(TcpPair& pair, Ipv4Addr address, const Parameters& parameters, std::uint64_t seed);

  std::optional<tcp::Path> path(Ipv4Addr source, Ipv4Addr remote) override;
  bool is_own_address(Ipv4Addr candidate) const override {
    return std::find(addresses.begin(), addresses.end(), candidate) != addresses.end();
  }
  void send(const tcp::SegmentOut& segment, std::uint8_t ttl, std::uint8_t tos, TimePoint now) override;
  void path_in_doubt(Ipv4Addr remote, TimePoint) override { doubts.push_back(remote); }

  tcp::ListenerId listen(std::uint16_t port, std::uint32_t backlog = 100);
  tcp::ConnectionId connect(std::uint16_t port);  // to the other side

  // netstat's lines for one local port, or all.
  [[nodiscard]] std::vector<tcp::ConnectionInfo> lines(std::uint16_t port = 0) const;
  [[nodiscard]] std::size_t count(std::string_view state) const;

  TcpPair& pair;
  std::vector<Ipv4Addr> addresses;  // the first is the source by default
  Parameters parameters;
  tcp::Path path_template;  // what path() answers, but for the source
  SeededRandom random;
  NullLog log;
  tcp::Tcp tcp;
  std::vector<Ipv4Addr> doubts;  // path_in_doubt() calls
};

class TcpPair {
 public:
  struct Config {
    Parameters client = profile_parameters(ProfileName::kWin2003);
    Parameters server = profile_parameters(ProfileName::kWin2003);
    WireRules wire;
  };
  static constexpr Ipv4Addr kClient{10, 0, 0, 1};
  static constexpr Ipv4Addr kServer{10, 0, 0, 2};

  TcpPair() : TcpPair(Config{}) {}
  explicit TcpPair(const Config& config)
      : rules(config.wire),
        random_(config.wire.seed),
        client(*this, kClient, config.client, config.wire.seed * 2 + 1),
        server(*this, kServer, config.server, config.wire.seed * 2 + 2) {}

  // Does everything that is due at the next moment when something is; false if nothing is left to happen.
  bool step();
  void run_until(TimePoint end);
  void run_for(Duration duration) { run_until(now + duration); }
  // Until done() holds, at most `limit` of virtual time; returns whether it holds.
  bool run(const std::function<bool()>& done, Duration limit = std::chrono::seconds(60));

  // A segment from nowhere, for the host that owns segment.local; handled now.
  void inject(const tcp::SegmentIn& segment) {
    if (TcpHost* host = receiver(segment.local.address)) host->tcp.on_segment(segment, now);
  }
  // Sends a segment over the wire; what TcpHost::send does.
  void launch(Flight flight);

  WireRules rules;
  // Called for each segment that leaves; false drops it.
  std::function<bool(const Flight&)> filter;
  // Every segment that left, if `recording`.
  bool recording = false;
  std::vector<Flight> trace;
  TimePoint now{std::chrono::seconds(1000)};

 private:
  struct Later {
    bool operator()(const Flight& a, const Flight& b) const {
      return std::pair(a.at, a.number) > std::pair(b.at, b.number);
    }
  };
  // Null: a host that does not exist.
  TcpHost* receiver(Ipv4Addr address) {
    if (client.is_own_address(address)) return &client;
    return server.is_own_address(address) ? &server : nullptr;
  }
  bool chance(double share) { return share > 0 && static_cast<double>(random_.below(1'000'000)) < share * 1e6; }
  Duration queueing(const Flight& flight);

  SeededRandom random_;
  std::priority_queue<Flight, std::vector<Flight>, Later> wire_;
  std::uint64_t launched_ = 0;
  TimePoint line_free_[2] = {};  // when each direction has sent what it holds

 public:
  TcpHost client;
  TcpHost server;
};

// --- TcpHost --------------------------------------------------------------------------------------------------------

inline TcpHost::TcpHost(TcpPair& owner, Ipv4Addr address, const Parameters& values, std::uint64_t seed)
    : pair(owner), addresses{address}, parameters(values), random(seed), tcp(parameters, *this, random, log) {}

inline std::optional<tcp::Path> TcpHost::path(Ipv4Addr source, Ipv4Addr remote) {
  tcp::Path path = path_template;
  path.source = source.is_any() ? addresses.front() : source;
  path.loopback = is_own_address(remote);
  path.parameters = &parameters.tcp;
  return path;
}

inline void TcpHost::send(const tcp::SegmentOut& segment, std::uint8_t ttl, std::uint8_t tos, TimePoint now) {
  Flight flight;
  flight.at = now;
  flight.ttl = ttl;
  flight.tos = tos;
  flight.segment.local = segment.remote;
  flight.segment.remote = segment.local;
  flight.segment.seq = segment.seq;
  flight.segment.ack = segment.ack;
  flight.segment.flags = segment.flags;
  flight.segment.wnd = segment.wnd;
  flight.segment.urgent = segment.urgent;
  flight.segment.options = segment.options;
  flight.payload.insert(flight.payload.end(), segment.payload.first.begin(), segment.payload.first.end());
  flight.payload.insert(flight.payload.end(), segment.payload.second.begin(), segment.payload.second.end());
  pair.launch(std::move(flight));
}

inline tcp::ListenerId TcpHost::listen(std::uint16_t port, std::uint32_t backlog) {
  const auto id = tcp.listen({.address = {}, .port = Port(port), .backlog = backlog}, pair.now);
  return id ? *id : tcp::ListenerId{};
}

inline tcp::ConnectionId TcpHost::connect(std::uint16_t port) {
  const Ipv4Addr other = this == &pair.client ? TcpPair::kServer : TcpPair::kClient;
  const auto id = tcp.connect({.local = {}, .remote = {other, Port(port)}}, pair.now);
  return id ? *id : tcp::ConnectionId{};
}

inline std::vector<tcp::ConnectionInfo> TcpHost::lines(std::uint16_t port) const {
  std::vector<tcp::ConnectionInfo> found;
  tcp.for_each([&](const tcp::ConnectionInfo& info) {
    if (port == 0 || info.local.port.number() == port) found.push_back(info);
  });
  return found;
}

inline std::size_t TcpHost::count(std::string_view state) const {
  std::size_t found = 0;
  tcp.for_each([&](const tcp::ConnectionInfo& info) { found += info.state == state ? 1u : 0u; });
  return found;
}

// --- TcpPair --------------------------------------------------------------------------------------------------------

inline Duration TcpPair::queueing(const Flight& flight) {
  if (rules.rate == 0) return Duration(0);
  const bool to_server = server.is_own_address(flight.segment.local.address);
  TimePoint& free = line_free_[to_server ? 0 : 1];
  constexpr std::size_t kHeaders = 14 + 20 + 20 + 24;
  const auto bits = static_cast<std::int64_t>((flight.payload.size() + kHeaders) * 8);
  free = std::max(free, now) + Duration(bits * 1'000'000'000 / static_cast<std::int64_t>(rules.rate));
  return free - now;
}

inline void TcpPair::launch(Flight flight) {
  flight.number = ++launched_;
  if (recording) trace.push_back(flight);
  if ((filter && !filter(flight)) || receiver(flight.segment.local.address) == nullptr) return;
  const bool loopback = flight.segment.local.address == flight.segment.remote.address;
  if (!loopback) {
    if (chance(rules.loss)) return;
    const Duration wait = queueing(flight);
    if (wait > rules.queue) return;
    flight.at = now + rules.delay + wait;
    if (chance(rules.reorder)) {
      flight.at +=
          Duration(static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(rules.reorder_by.count()))));
    }
    if (chance(rules.duplicate)) {
      Flight again = flight;
      again.number = ++launched_;
      again.at += std::chrono::microseconds(1 + random_.below(1000));
      wire_.push(std::move(again));
    }
  }
  wire_.push(std::move(flight));
}

inline bool TcpPair::step() {
  const TimePoint arrival = wire_.empty() ? kNever : wire_.top().at;
  const TimePoint next = std::min({arrival, client.tcp.next_deadline(), server.tcp.next_deadline()});
  if (next == kNever) return false;
  now = std::max(now, next);
  while (!wire_.empty() && wire_.top().at <= now) {
    Flight flight = wire_.top();
    wire_.pop();
    flight.segment.payload = flight.payload;
    inject(flight.segment);
  }
  client.tcp.poll(now);
  server.tcp.poll(now);
  return true;
}

inline void TcpPair::run_until(TimePoint end) {
  for (;;) {
    const TimePoint arrival = wire_.empty() ? kNever : wire_.top().at;
    const TimePoint next = std::min({arrival, client.tcp.next_deadline(), server.tcp.next_deadline()});
    if (next > end) break;
    step();
  }
  now = std::max(now, end);
}

inline bool TcpPair::run(const std::function<bool()>& done, Duration limit) {
  const TimePoint end = now + limit;
  while (!done()) {
    if (now > end || !step()) return done();
  }
  return true;
}

}  // namespace flue::test
