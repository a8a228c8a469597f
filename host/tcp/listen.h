// Listeners: which of them takes a SYN, and how many connections may wait in each (SOCKETS-10..18, SOCKETS-28, -29).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "host/params/parameters.h"
#include "host/tcp/slot_table.h"
#include "host/tcp/tcp.h"

namespace flue::tcp {

struct Listener {
  Endpoint local;
  std::uint64_t owner = 0;
  SocketOptions options;
  std::uint32_t backlog = 1;        // in force: at least 1, at most max_backlog (SOCKETS-13)
  std::uint32_t capacity = 1;       // backlog, or more by the dynamic backlog
  std::uint32_t half_open = 0;      // handshakes under way
  std::deque<ConnectionId> ready;   // completed and not yet accepted, oldest first
  bool acceptable_pending = false;  // a kAcceptable event is in the queue

  // No room for one more completed connection; accepted ones no longer count (SOCKETS-11).
  [[nodiscard]] bool queue_full() const { return ready.size() >= capacity; }
  // The same if every handshake under way completes.
  [[nodiscard]] bool fully_claimed() const { return ready.size() + half_open >= capacity; }
};

class ListenerTable {
 public:
  explicit ListenerTable(const TcpParameters& parameters) : parameters_(parameters) {}

  ListenerId add(const ListenConfig& config);
  void remove(ListenerId id);
  [[nodiscard]] Listener* find(ListenerId id) const { return slots_.find(id); }
  // The listener for a SYN to `local`: one bound to exactly this address comes before one bound to any.
  [[nodiscard]] ListenerId match(const Endpoint& local) const;
  void set_backlog(Listener& listener, std::uint32_t requested) const;
  // Dynamic backlog: widens the listener while too few places are free (SOCKETS-17, -18).
  void grow(Listener& listener) const;

  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::uint32_t i = 0; i < slots_.slots(); ++i) {
      if (Listener* listener = slots_.at(i)) visit(slots_.id_of(i), *listener);
    }
  }

 private:
  const TcpParameters& parameters_;
  SlotTable<Listener, ListenerId> slots_;
  std::unordered_map<std::uint16_t, std::vector<ListenerId>> by_port_;
};

}  // namespace flue::tcp
