// What programs must hear, oldest first, at most one entry per connection and kind: the bits that say what is pending
// lie with the connection, so the queue cannot outgrow the connections.
#pragma once

#include <deque>
#include <optional>

#include "host/tcp/tcp.h"

namespace flue::tcp {

class EventQueue {
 public:
  struct Entry {
    EventKind kind;
    ConnectionId connection;
    ListenerId listener;
  };

  // `pending`: the connection's bits, one per kind.
  void post(EventKind kind, ConnectionId connection, std::uint8_t& pending) {
    if ((pending & bit(kind)) != 0) return;
    pending |= bit(kind);
    entries_.push_back({kind, connection, {}});
  }
  void post_acceptable(ListenerId listener, bool& pending) {
    if (pending) return;
    pending = true;
    entries_.push_back({EventKind::kAcceptable, {}, listener});
  }
  std::optional<Entry> pop() {
    if (entries_.empty()) return std::nullopt;
    const Entry entry = entries_.front();
    entries_.pop_front();
    return entry;
  }

  static std::uint8_t bit(EventKind kind) { return static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind)); }

 private:
  std::deque<Entry> entries_;
};

}  // namespace flue::tcp
