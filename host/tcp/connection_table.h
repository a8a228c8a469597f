// All connections that have a control block: by id, by four-tuple, by deadline.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "host/tcp/pair_index.h"
#include "host/tcp/slot_table.h"
#include "host/tcp/tcb.h"
#include "host/tcp/tcp.h"
#include "host/tcp/timer_queue.h"

namespace flue::tcp {

// A connection and what the layer, not the protocol, knows of it.
struct Connection {
  Tcb tcb;
  std::uint64_t owner = 0;
  ListenerId listener;  // while it waits to be accepted
  std::uint32_t hash = 0;
  std::uint8_t pending_events = 0;  // EventQueue::bit
  std::uint8_t ttl = 0;
  std::uint8_t tos = 0;
  bool let_go : 1 = false;       // the application is gone: no more events, and the slot goes with the connection
  bool ended : 1 = false;        // no longer in the index: closed or at rest; the slot lives for the application's sake
  bool established : 1 = false;  // counted in curr_estab
  bool loopback : 1 = false;     // Nagle stays off (TCP-NAGLE-05)
  bool pushed : 1 = false;       // data since the last kReadable ended with PSH
};

class ConnectionTable {
 public:
  explicit ConnectionTable(std::size_t first_size) : index_(first_size) {}

  ConnectionId add(std::unique_ptr<Connection> connection, std::uint32_t hash) {
    connection->hash = hash;
    const ConnectionId id = slots_.insert(std::move(connection));
    index_.insert(hash, id.index);
    return id;
  }
  // Frees the four-tuple and the deadline; the id stays valid until erase().
  void end(ConnectionId id) {
    Connection& connection = *slots_.find(id);
    connection.ended = true;
    index_.erase(connection.hash, id.index);
    timers_.disarm(id.index);
  }
  void erase(ConnectionId id) { slots_.erase(id); }

  [[nodiscard]] Connection* find(ConnectionId id) const { return slots_.find(id); }
  [[nodiscard]] ConnectionId find(std::uint32_t hash, const Endpoint& local, const Endpoint& remote) const {
    const auto index = index_.find(hash, [&](std::uint32_t slot) {
      const Tcb& tcb = slots_.at(slot)->tcb;
      return tcb.local == local && tcb.remote == remote;
    });
    return index ? slots_.id_of(*index) : ConnectionId{};
  }

  void arm(ConnectionId id, TimePoint when) { timers_.arm(id.index, when); }
  // A connection that asked to be woken by now.
  std::optional<ConnectionId> pop_due(TimePoint now) {
    const auto index = timers_.pop_due(now);
    return index ? std::optional(slots_.id_of(*index)) : std::nullopt;
  }
  [[nodiscard]] TimePoint next_deadline() const { return timers_.next(); }

  // Connections that exist for the network.
  [[nodiscard]] std::size_t live() const { return index_.size(); }

  // Every connection, ended ones too; the visitor may end or erase the one it is shown.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::uint32_t i = 0; i < slots_.slots(); ++i) {
      if (Connection* connection = slots_.at(i)) visit(slots_.id_of(i), *connection);
    }
  }

 private:
  SlotTable<Connection, ConnectionId> slots_;
  PairIndex index_;
  TimerQueue timers_;
};

}  // namespace flue::tcp
