// The parts of Tcp and the few operations that every entry point shares. Tcp's own functions are grouped by subject:
// tcp.cc (data, options, time, events), active_open.cc, listening.cc, demux.cc, passive_open.cc, ending.cc,
// icmp_errors.cc.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "host/tcp/challenge_limit.h"
#include "host/tcp/connection_table.h"
#include "host/tcp/event_queue.h"
#include "host/tcp/half_open.h"
#include "host/tcp/isn.h"
#include "host/tcp/listen.h"
#include "host/tcp/pair_hash.h"
#include "host/tcp/port_allocator.h"
#include "host/tcp/ring_pool.h"
#include "host/tcp/syn_cookie.h"
#include "host/tcp/tcp.h"
#include "host/tcp/timewait.h"

namespace flue::tcp {

class Tcp::Impl {
 public:
  Impl(const Parameters& all_parameters, Network& below, Random& source, Log& sink);

  // --- Shared operations (tcp.cc)
  // After anything happened on a connection: sends what may leave, tells the program, arms the deadline, and buries the
  // connection if it ended. The id may be stale afterwards.
  void settle(ConnectionId id, const Notices& notices, TimePoint now);
  // One segment for a connection; its answers leave and its notices are settled.
  void give(ConnectionId id, const SegmentIn& segment, TimePoint now);
  void send(const SegmentOut& segment, std::uint8_t ttl, std::uint8_t tos, TimePoint now);
  void send_reset(const std::optional<SegmentOut>& reset, TimePoint now);
  // Ends the connection on the application's behalf, with an RST if its state asks for one.
  void abort_connection(ConnectionId id, CloseReason reason, TimePoint now);
  // What the connection's first segment needs to know; `path` leads to the remote end.
  OpenConfig open_config(const Endpoint& local, const Endpoint& remote, const Path& path, const SocketOptions& options,
                         const TcpParameters& tcp) const;
  void apply_open_options(Connection& connection, const SocketOptions& options, const Path& path, TimePoint now) const;
  [[nodiscard]] std::uint8_t ttl_of(const SocketOptions& options) const;
  [[nodiscard]] std::uint8_t tos_of(const SocketOptions& options) const;
  [[nodiscard]] std::uint32_t hash_of(const Endpoint& local, const Endpoint& remote) const {
    return static_cast<std::uint32_t>(pair_hash(hash_key, local, remote));
  }
  // No connection, handshake or TIME-WAIT record has these four values (TCP-STATES-13).
  [[nodiscard]] bool pair_free(const Endpoint& local, const Endpoint& remote) const;
  [[nodiscard]] bool at_connection_limit() const { return connections.live() >= parameters.tcp.tcp_num_connections; }

  // --- Segments that belong to no connection (demux.cc)
  void on_resting_segment(std::uint32_t index, const SegmentIn& segment, std::uint32_t hash, TimePoint now);
  void on_unknown_segment(const SegmentIn& segment, std::uint32_t hash, TimePoint now);

  // --- Handshakes of listeners (passive_open.cc)
  // Answers a SYN. False if the request was refused or ignored. The initial sequence number lies behind `iss_floor`.
  bool on_syn(const SegmentIn& syn, std::uint32_t hash, std::optional<Seq> iss_floor, TimePoint now);
  void on_half_open_segment(std::uint32_t index, const SegmentIn& segment, TimePoint now);
  // A handshake that only a cookie remembers; false if the ACK is none.
  bool on_cookie_ack(ListenerId listener, const SegmentIn& ack, std::uint32_t hash, TimePoint now);
  // The ACK that completes a handshake makes the connection; false if it does not complete it.
  bool complete_handshake(const HalfOpenRecord& record, const SegmentIn& ack, std::uint32_t hash, TimePoint now);
  // `cookie`: no record is kept, so the timestamp carries the options.
  void send_syn_ack(const HalfOpenRecord& record, TimePoint now, bool cookie);
  void on_half_open_timers(TimePoint now);
  void drop_half_open(std::uint32_t index);
  // Of the interface; under attack the global ones (TCP-SECURITY-05).
  [[nodiscard]] const TcpParameters& parameters_for(const Path& path, bool plain) const;

  Parameters parameters;
  Network& network;
  Random& random;
  Log& log;
  SipKey hash_key;
  IsnGenerator isns;
  SynCookies cookies;
  ChallengeLimit challenges;
  PortAllocator ports;
  ListenerTable listeners;
  HalfOpenTable half_open;
  std::unique_ptr<RingPool> rings = std::make_unique<RingPool>();  // outlives the connections
  ConnectionTable connections;
  TimeWaitTable time_wait;
  EventQueue events;
  Counters counters;
  TimePoint port_warning_after = TimePoint::min();  // the next warning about exhausted ports may be logged then

 private:
  void transmit(Connection& connection, TimePoint now);
  void tell(ConnectionId id, Connection& connection, const Notices& notices);
  void note_state(Connection& connection);
  void bury(ConnectionId id, TimePoint now);
  void rest(Connection& connection, TimePoint now);
};

}  // namespace flue::tcp
