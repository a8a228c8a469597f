// EventRouter: takes the events of tcp::Tcp::next_event() to whoever opened the connection or listener they are about.
// Tcp keeps one number per socket (ConnectConfig::owner, ListenConfig::owner, accept()); the router hands these numbers
// out. Several sockets may share a mark: the event names the socket. The daemon runs one router for the program server
// and the built-in services together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/base/time.h"
#include "host/tcp/tcp.h"

namespace flue::stack {

// Never 0: that is Tcp's "nobody". A mark is never given out twice, so late events of a removed owner go nowhere.
using OwnerId = std::uint64_t;

class EventHandler {
 public:
  // May open, close and abort sockets, and add and remove owners, its own included.
  virtual void on_event(const tcp::Event& event, TimePoint now) = 0;

 protected:
  ~EventHandler() = default;
};

class EventRouter {
 public:
  // The handler must live until remove(); it may be given several marks.
  OwnerId add(EventHandler& handler);
  // The handler hears nothing more. Unknown or stale marks do nothing.
  void remove(OwnerId owner);

  // Hands out up to `budget` pending events, oldest first; returns how many there were. Fewer than `budget`: none are
  // left. Events that nobody owns are taken and counted as unclaimed.
  std::size_t dispatch(tcp::Tcp& tcp, TimePoint now, std::size_t budget = 1024);
  void deliver(const tcp::Event& event, TimePoint now);

  [[nodiscard]] std::uint64_t unclaimed() const { return unclaimed_; }

 private:
  // A mark is generation << 32 | index; the generation of a slot grows with every remove().
  struct Slot {
    EventHandler* handler = nullptr;
    std::uint32_t generation = 1;
  };
  [[nodiscard]] Slot* find(OwnerId owner);

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::uint64_t unclaimed_ = 0;
};

}  // namespace flue::stack
