// Tcp: all connections, listeners and TIME-WAIT records of one stack, and the calls that programs make on them.
// Sans-I/O: segments come in through on_segment(), time through `now`, everything that leaves goes through Network, and
// what programs must hear is taken from next_event(). Not thread-safe: one thread owns a stack.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "host/base/log.h"
#include "host/base/random.h"
#include "host/base/result.h"
#include "host/base/time.h"
#include "host/params/parameters.h"
#include "host/tcp/connection.h"
#include "host/tcp/segment.h"

namespace flue::tcp {

// Names one connection for its whole life; a stale id is recognised by its generation and refused.
struct ConnectionId {
  std::uint32_t index = 0;
  std::uint32_t generation = 0;  // 0: no connection
  [[nodiscard]] explicit operator bool() const { return generation != 0; }
  friend constexpr auto operator<=>(const ConnectionId&, const ConnectionId&) = default;
};
struct ListenerId {
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
  [[nodiscard]] explicit operator bool() const { return generation != 0; }
  friend constexpr auto operator<=>(const ListenerId&, const ListenerId&) = default;
};

enum class SocketError : std::uint8_t {
  kAddressInUse,         // port taken, or held by connections in FIN-WAIT or TIME-WAIT (SOCKETS-30)
  kAddressNotAvailable,  // not an address of this host
  kNoPorts,              // every automatic port is taken (raise MaxUserPort or lower TcpTimedWaitDelay)
  kPairInUse,            // the same five values exist or rest in TIME-WAIT (TCP-TIMEWAIT-04)
  kNoRoute,
  kTooManyConnections,  // TcpNumConnections
  kInvalid,             // bad argument: port 0, multicast or broadcast remote
  kUnknownId,           // stale or never valid
};

// What TCP needs to know of the path to a remote address.
struct Path {
  Ipv4Addr source;                            // address the route would use
  std::uint16_t mtu = 1500;                   // path MTU known now, bytes
  std::uint16_t link_mtu = 1500;              // MTU of the interface
  bool local_subnet = true;                   // no router in between
  bool loopback = false;                      // an own address: never on the wire (TCP-NAGLE-05)
  std::uint64_t speed = 100'000'000'000;      // bits/s of the interface
  const TcpParameters* parameters = nullptr;  // of the interface; outlives the stack's connections
};

// The layer below, implemented by host/stack and by test doubles.
class Network {
 public:
  virtual ~Network() = default;
  // The path from `source` (any: choose) to `remote`; nothing if there is no route.
  virtual std::optional<Path> path(Ipv4Addr source, Ipv4Addr remote) = 0;
  virtual bool is_own_address(Ipv4Addr address) const = 0;
  // Sends one segment; loss is allowed. ttl/tos from the socket options.
  virtual void send(const SegmentOut& segment, std::uint8_t ttl, std::uint8_t tos, TimePoint now) = 0;
  // TCP has doubts about the path of this connection: the third retransmission went unanswered (ROUTE-33).
  virtual void path_in_doubt(Ipv4Addr remote, TimePoint now) { (void)remote, (void)now; }
};

struct SocketOptions {
  bool nagle = true;  // false: TCP_NODELAY
  bool keep_alive = false;
  std::optional<std::uint32_t> receive_buffer{};  // SO_RCVBUF, bytes; absent: the profile's rule
  std::optional<std::uint32_t> send_buffer{};     // SO_SNDBUF, bytes
  std::optional<std::chrono::milliseconds> keep_alive_time{};
  std::optional<std::chrono::milliseconds> keep_alive_interval{};
  std::optional<std::uint32_t> keep_alive_retries{};
  std::optional<std::uint16_t> max_segment{};  // TCP_MAXSEG, bytes
  std::optional<std::uint8_t> ttl{};
  std::optional<std::uint8_t> tos{};
};

struct ListenConfig {
  Ipv4Addr address{};          // any: every own address
  Port port{};                 // 0: an automatic port
  std::uint32_t backlog = 5;   // cut to max_backlog
  bool reuse_address = false;  // SO_REUSEADDR
  std::uint64_t owner = 0;     // the caller's own mark, returned in events
  SocketOptions options{};     // inherited by accepted connections
};

struct ConnectConfig {
  Endpoint local{};  // any address and port 0: chosen
  Endpoint remote{};
  bool reuse_address = false;
  std::uint64_t owner = 0;
  SocketOptions options{};
};

// Something a program should hear. At most one pending event per connection and kind: the state is the truth, the event
// a hint to look at it.
enum class EventKind : std::uint8_t {
  kAcceptable,
  kConnected,
  kReadable,
  kWritable,
  kPeerFinished,
  kAllAcked,
  kClosed
};
struct Event {
  EventKind kind;
  ConnectionId connection;  // kAcceptable: none
  ListenerId listener;      // kAcceptable only
  std::uint64_t owner = 0;
  CloseReason reason = CloseReason::kNone;  // kClosed
  bool pushed = false;                      // kReadable: data ended with PSH
};

// One line of netstat.
struct ConnectionInfo {
  ConnectionId id;
  Endpoint local;
  Endpoint remote;
  std::string_view state;  // "LISTENING", "ESTABLISHED", "TIME_WAIT", ...
  std::uint64_t owner = 0;
  std::uint64_t bytes_sent = 0, bytes_received = 0, retransmissions = 0;
  std::uint32_t receive_queue = 0, send_queue = 0;
  std::uint32_t cwnd = 0, ssthresh = 0, snd_wnd = 0, rcv_wnd = 0, mss = 0;
  Duration srtt{0}, rttvar{0}, rto{0};
  bool timestamps = false, sack = false, scaling = false;
};

// Totals since start; names follow RFC 4022 where it has one.
struct Counters {
  std::uint64_t active_opens = 0, passive_opens = 0, attempt_fails = 0, estab_resets = 0;
  std::uint64_t in_segs = 0, out_segs = 0, retrans_segs = 0, in_errs = 0, out_rsts = 0;
  std::uint64_t fast_retransmits = 0, timeouts = 0, challenge_acks = 0, backlog_refusals = 0, syn_cookies_sent = 0;
  std::uint64_t drops[static_cast<std::size_t>(SegmentDrop::kCount)] = {};
  std::uint64_t curr_estab = 0, half_open = 0, time_wait = 0;  // gauges
};

class Tcp {
 public:
  Tcp(const Parameters& parameters, Network& network, Random& random, Log& log);
  ~Tcp();

  // --- Sockets. Errors leave no trace.
  Result<ListenerId, SocketError> listen(const ListenConfig& config, TimePoint now);
  // Further SYNs are answered by RST; connections that wait for accept are reset.
  void close_listener(ListenerId id, TimePoint now);
  [[nodiscard]] std::optional<Endpoint> listener_endpoint(ListenerId id) const;
  void set_backlog(ListenerId id, std::uint32_t backlog);
  // The oldest completed connection, which `owner` then owns (SOCKETS-10).
  std::optional<ConnectionId> accept(ListenerId id, std::uint64_t owner);
  Result<ConnectionId, SocketError> connect(const ConnectConfig& config, TimePoint now);
  // Is this local endpoint free to bind (SOCKETS-30)? With port 0: picks an automatic port.
  Result<Endpoint, SocketError> check_bind(const Endpoint& local, bool reuse_address, TimePoint now);

  // --- Data. A stale id does nothing and returns the empty value.
  std::size_t write(ConnectionId id, Bytes data, TimePoint now, bool push = true);
  [[nodiscard]] std::size_t writable_bytes(ConnectionId id) const;
  [[nodiscard]] ByteSpans readable(ConnectionId id) const;
  void consume(ConnectionId id, std::size_t n, TimePoint now);
  void set_unread_elsewhere(ConnectionId id, std::uint32_t bytes, TimePoint now);
  // FIN received and every byte consumed.
  [[nodiscard]] bool at_end(ConnectionId id) const;

  // --- Ending
  void shutdown_send(ConnectionId id, TimePoint now);
  void close(ConnectionId id, TimePoint now);
  void abort(ConnectionId id, TimePoint now);
  // Every connection and listener is closed properly; finished() once nothing but TIME-WAIT is left.
  void close_all(TimePoint now);
  [[nodiscard]] bool finished() const;

  // --- Options and inspection
  [[nodiscard]] bool valid(ConnectionId id) const;
  void set_options(ConnectionId id, const SocketOptions& options, TimePoint now);
  void set_cork(ConnectionId id, bool on, TimePoint now);
  [[nodiscard]] std::optional<ConnectionInfo> info(ConnectionId id) const;
  void for_each(const std::function<void(const ConnectionInfo&)>& visit) const;  // listeners and TIME-WAIT too
  [[nodiscard]] const Counters& counters() const;

  // --- From below
  void on_segment(const SegmentIn& segment, TimePoint now);
  // ICMP about a segment of ours; `seq` from the quoted header. RFC 5927: out-of-window quotes are ignored.
  enum class IcmpError : std::uint8_t { kHard, kSoft, kFragmentationNeeded, kSourceQuench };
  // True if it was about a segment in flight of one of our connections, so that the caller may believe its MTU too.
  bool on_icmp_error(const Endpoint& local, const Endpoint& remote, Seq seq, IcmpError error, std::uint16_t mtu,
                     TimePoint now);
  // The path to this address is known, not from an error about TCP, to take at most `mtu` bytes (V-13): connections to
  // it send smaller segments from now on.
  void on_path_mtu(Ipv4Addr remote, std::uint16_t mtu, TimePoint now);
  // An address of this host became invalid (LINK-24): its connections end.
  void on_address_lost(Ipv4Addr address, TimePoint now);

  // --- Time
  void poll(TimePoint now);
  [[nodiscard]] TimePoint next_deadline() const;

  // --- Events, oldest first
  std::optional<Event> next_event();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace flue::tcp
