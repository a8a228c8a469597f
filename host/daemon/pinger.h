// Pinger: the daemon's outstanding echo requests for `flue ping`. Each request is answered exactly once, by what came
// back or by its deadline. Sans-I/O; bounded by kMaxOutstanding.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "host/base/address.h"
#include "host/base/time.h"
#include "host/daemon/queries.h"
#include "host/stack/stack.h"

namespace flue::daemon {

struct Probe {
  Ipv4Addr remote;
  std::uint32_t size = 32;  // bytes of data, 0..kMaxPingBytes
  bool dont_fragment = false;
  std::optional<std::uint8_t> ttl;
  Duration wait = std::chrono::seconds(1);  // TOOL-06
};

inline constexpr std::uint32_t kMaxPingBytes = 65500;

class Pinger {
 public:
  static constexpr std::size_t kMaxOutstanding = 64;

  // {"outcome": "reply"|"timed_out"|"needs_fragmentation"|"no_route"|"unreachable"|"time_exceeded", "from", "bytes",
  // "ttl", "time_us"}; the last four only if something came back. Or {"error"}.
  using Done = std::function<void(const Json& answer)>;

  // Becomes the stack's ping handler.
  explicit Pinger(stack::Stack& stack);
  ~Pinger();
  Pinger(const Pinger&) = delete;
  Pinger& operator=(const Pinger&) = delete;

  // `done` may be called before this returns.
  void send(const Probe& probe, TimePoint now, Done done);
  // Answers every request whose time is over.
  void poll(TimePoint now);
  [[nodiscard]] TimePoint next_deadline() const;

 private:
  struct Outstanding {
    TimePoint sent;
    TimePoint deadline;
    Done done;
  };
  void on_answer(const stack::Stack::PingAnswer& answer, TimePoint now);
  void finish(std::uint16_t sequence, const Json& answer);

  stack::Stack& stack_;
  std::uint16_t last_sequence_ = 0;
  std::map<std::uint16_t, Outstanding> outstanding_;  // by sequence number
};

}  // namespace flue::daemon
